import type { Chapter, MediaTags } from "../../transcode/media.ts";
import { partChapters } from "../../transcode/plan/chapters.ts";
import { hasTag } from "../../transcode/plan/named-tags.ts";
import { resultTags } from "../../transcode/plan/result-tags.ts";
import { readWavContent } from "../../transcode/probe/wav-content.ts";
import type { OutputFormat } from "../../transcode/transcode-options.ts";
import type { Recording } from "../recording.ts";

/** What a recording carries beside its sound and its cover, which takes a job of its own to read. */
export interface Carried {
  readonly tags: MediaTags;
  /** Seconds of the recording. */
  readonly chapters: readonly Chapter[];
}

/** What a recording carries that a result may keep: of its tags, those for which the format has a field. */
export async function carriedBy(
  recording: Recording,
  format: OutputFormat,
  signal: AbortSignal | undefined,
): Promise<Carried> {
  const { media } = recording;
  const { tags, chapters = [] } = media ?? (await readWavContent(recording, signal));
  const kept = Object.entries(resultTags(tags)).filter(([name]) => hasTag(format, name));
  return { tags: Object.fromEntries(kept), chapters };
}

/** The chapters of a part, and the tags. */
export function carriedPart({ tags, chapters }: Carried, from: number, to: number): Carried {
  return { tags, chapters: partChapters(chapters, from, to) };
}
