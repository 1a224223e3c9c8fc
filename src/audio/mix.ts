import { mixInto } from "../dsp/level/mix.ts";
import { planesWithin } from "../dsp/planes.ts";
import { optionError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";
import { commonFormat } from "./common-format.ts";
import { framesToRead } from "./frames-to-read.ts";
import { readFrames } from "./read-frames.ts";
import { sparePlanes } from "./spare-planes.ts";

/** What is mixed, where, and how loud. */
export interface MixPart {
  readonly source: AudioSource;
  /** The frame of the mix at which it begins, 0 or more; 0 unless told otherwise. */
  readonly at?: number;
  /** Factor; 1 unless told otherwise. */
  readonly gain?: number;
}

/**
 * Sources at the same time as one source, as long as the one that ends last. Nothing keeps their sum within full scale.
 *
 * @throws LongwaveError `audio/no-sources`, `audio/different-formats`, `options/invalid`; when it is read,
 *   `audio/unexpected-end`, and what the sources throw
 */
export function mix(parts: readonly MixPart[]): AudioSource {
  const format = commonFormat(parts.map(({ source }) => source));
  for (const [index, { at = 0, gain = 1 }] of parts.entries()) {
    if (!Number.isSafeInteger(at) || at < 0) {
      throw optionError(`parts[${index}].at`, "a frame number of 0 or more", at);
    }
    if (!Number.isFinite(gain)) throw optionError(`parts[${index}].gain`, "a finite number", gain);
  }
  const spare = sparePlanes(format.channels);
  const frames = Math.max(...parts.map(({ source, at = 0 }) => at + source.frames));
  return {
    ...format,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ ...format, frames }, start, planes);
      for (const plane of planes) plane.fill(0, 0, count);
      for (const { source, at = 0, gain = 1 } of parts) {
        const from = Math.max(start, at);
        const to = Math.min(start + count, at + source.frames);
        if (to <= from) continue;
        const memory = spare.take(to - from);
        const sound = planesWithin(memory, 0, to - from);
        await readFrames(source, from - at, sound, signal);
        mixInto(planesWithin(planes, from - start, to - start), sound, gain);
        spare.giveBack(memory);
      }
      return count;
    },
  };
}
