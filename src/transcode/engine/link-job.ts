import { linkByFiles } from "./file-links.ts";
import type { JobLinks } from "./job-links.ts";
import type { JobRequest } from "./job-request.ts";
import type { OutsideWait } from "./outside-wait.ts";
import type { Platform } from "./platform.ts";
import { linkByRings } from "./ring-links.ts";

/**
 * Connects a job: through memory that threads share, or, where they share none, through files before and after
 * it.
 */
export function linkJob(request: JobRequest, platform: Platform, waits: OutsideWait): JobLinks {
  const { makeScratchFile } = platform;
  return makeScratchFile
    ? linkByFiles(request, platform, waits, makeScratchFile)
    : linkByRings(request, platform, waits);
}
