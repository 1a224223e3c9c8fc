import { crossfadePlanes } from "../dsp/level/crossfade.ts";
import { FADE_CURVES, type FadeCurve } from "../dsp/level/fade-curve.ts";
import { newPlanes, planesWithin } from "../dsp/planes.ts";
import { checkChoiceOption } from "../stream/choice-option.ts";
import { LongwaveError } from "../stream/error.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { commonFormat } from "./common-format.ts";
import { framesToRead } from "./frames-to-read.ts";
import { readFrames } from "./read-frames.ts";
import { frameAt } from "./time.ts";
import { partsWithin, timeline } from "./timeline.ts";

/** How sources are blended. */
export interface CrossfadeOptions {
  /** Seconds that neighbours share, 0 or more; 1 unless told otherwise. */
  readonly duration?: number;
  /**
   * `"equal-power"` unless told otherwise, which keeps the loudness of sounds that have nothing to do with each other.
   * For two takes of the same sound an equal-gain curve (`"linear"`, `"raised-cosine"`) does that.
   */
  readonly curve?: FadeCurve;
}

/**
 * Sources one after another as one source, with a crossfade at each joint: the end of one and the beginning of the next
 * share `duration`, so the whole is shorter than its parts by that for each joint.
 *
 * @throws LongwaveError `audio/no-sources`, `audio/different-formats`, `options/invalid`; `audio/too-short` for a
 *   source that is shorter than its crossfades; when it is read, `audio/unexpected-end`, and what the sources throw
 */
export function crossfade(sources: readonly AudioSource[], options: CrossfadeOptions = {}): AudioSource {
  const { duration = 1, curve = "equal-power" } = options;
  checkNumberOption("duration", duration, 0);
  checkChoiceOption("curve", curve, FADE_CURVES);
  const format = commonFormat(sources);
  const length = frameAt(duration, format.sampleRate);
  checkLengths(sources, length);
  const { parts, frames } = timeline(sources, sources.length > 1 ? length : 0);
  return {
    ...format,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ ...format, frames }, start, planes);
      let written = start; // up to here another part has written already: there the next one is blended in
      for (const part of partsWithin(parts, start, start + count)) {
        const from = Math.max(start, part.start);
        const to = Math.min(start + count, part.end);
        const blended = Math.max(0, Math.min(to, written) - from);
        if (blended > 0) {
          const head = newPlanes(format.channels, blended);
          await readFrames(part.source, from - part.start, head, signal);
          const tail = planesWithin(planes, from - start, from - start + blended);
          crossfadePlanes(tail, head, tail, { curve, length, at: from - part.start });
        }
        const rest = planesWithin(planes, from + blended - start, to - start);
        await readFrames(part.source, from + blended - part.start, rest, signal);
        written = to;
      }
      return count;
    },
  };
}

/** Each crossfade needs frames of its own on both sides, so that three sources never sound at once. */
function checkLengths(sources: readonly AudioSource[], length: number): void {
  sources.forEach(({ frames, sampleRate }, index) => {
    const joints = Math.min(index, 1) + Math.min(sources.length - 1 - index, 1);
    if (frames >= joints * length) return;
    throw new LongwaveError(
      "audio/too-short",
      `source ${index + 1} lasts ${frames / sampleRate} s, its crossfades of ${length / sampleRate} s need ${(joints * length) / sampleRate} s`,
      { index, actual: frames, expected: joints * length },
    );
  });
}
