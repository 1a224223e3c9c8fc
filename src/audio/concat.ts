import { planesWithin } from "../dsp/planes.ts";
import type { AudioSource } from "./audio-source.ts";
import { commonFormat } from "./common-format.ts";
import { framesToRead } from "./frames-to-read.ts";
import { readFrames } from "./read-frames.ts";
import { partsWithin, timeline } from "./timeline.ts";

/**
 * Sources one after another as one source.
 *
 * @throws LongwaveError `audio/no-sources`, `audio/different-formats`; when it is read, `audio/unexpected-end`, and
 *   what the sources throw
 */
export function concat(sources: readonly AudioSource[]): AudioSource {
  const format = commonFormat(sources);
  const { parts, frames } = timeline(sources, 0);
  return {
    ...format,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ ...format, frames }, start, planes);
      for (const { source, start: partStart, end } of partsWithin(parts, start, start + count)) {
        const from = Math.max(start, partStart);
        const to = Math.min(start + count, end);
        await readFrames(source, from - partStart, planesWithin(planes, from - start, to - start), signal);
      }
      return count;
    },
  };
}
