import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { gainFromDecibels } from "../decibel.ts";
import { frameAt } from "../frame-at.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat } from "../processor.ts";
import type { FrameSpan } from "./frame-span.ts";
import type { SpanDetector } from "./span-detector.ts";

/** What counts as silence, in what audio. */
export interface SilenceOptions extends AudioFormat {
  /** Frames are silent whose samples all lie below this level, dBFS, at most 0; -60 unless told otherwise. */
  readonly threshold?: number;
  /** Seconds that it lasts at least, 0 or more; 0.5 unless told otherwise. */
  readonly minDuration?: number;
  /** Seconds after a sound that still belong to it, 0 or more; 0 unless told otherwise. */
  readonly hold?: number;
}

/** Frames that are looked at together. It changes no result. */
const RUN = 1024;

/**
 * Finds silences by a threshold that each sample is held against, as ffmpeg's `silencedetect` does. So both edges are
 * exact: a silence goes from the frame behind the last sample at or above the threshold (and behind `hold`, where a
 * sound went before) to the next frame with such a sample in any channel. The minimum is for what is left behind
 * `hold`.
 *
 * A click ends a silence. Where it should not, look for short silences, join them with `mergeSpans`, and keep the
 * `longSpans`. NaN counts as silent, infinity as loud.
 *
 * @throws LongwaveError `options/invalid` for an option out of range
 */
export function silenceDetector(options: SilenceOptions): SpanDetector {
  const { sampleRate, channels, threshold = -60, minDuration = 0.5, hold = 0 } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  checkNumberOption("threshold", threshold, Number.NEGATIVE_INFINITY, 0);
  checkNumberOption("minDuration", minDuration, 0);
  checkNumberOption("hold", hold, 0);
  const loud = gainFromDecibels(threshold);
  const minFrames = Math.max(1, frameAt(minDuration, sampleRate));
  const holdFrames = frameAt(hold, sampleRate);
  const limits: Limits = { loud, minFrames, holdFrames };
  const peaks = new Float32Array(RUN);
  let spans: FrameSpan[] = [];
  let frame = 0; // how many have been added
  const state = new Float64Array(1); // where the silence begins that goes on, if it does

  function reset(): void {
    spans = [];
    frame = 0;
    state.fill(0);
  }

  return {
    add(planes) {
      const length = checkPlanes(planes, channels);
      for (let at = 0; at < length; at += RUN) {
        const count = Math.min(RUN, length - at);
        fillPeaks(peaks, planes, at, count);
        endSilences(peaks, count, frame, state, limits, spans);
        frame += count;
      }
    },
    take() {
      const taken = spans;
      spans = [];
      return taken;
    },
    end() {
      const from = state[0] ?? 0;
      if (frame - from >= minFrames) spans.push({ from, to: frame });
      const taken = spans;
      reset();
      return taken;
    },
    reset,
  };
}

/** The largest magnitude of each frame among its channels. */
function fillPeaks(peaks: Float32Array, planes: readonly Float32Array[], at: number, count: number): void {
  peaks.fill(0, 0, count); // and so NaN, which is larger than nothing, stays out
  for (let channel = 0; channel < planes.length; channel++) {
    const plane = planes[channel];
    if (plane === undefined) continue;
    for (let i = 0; i < count; i++) {
      const magnitude = Math.abs(plane[at + i] ?? 0);
      if (magnitude > (peaks[i] ?? 0)) peaks[i] = magnitude;
    }
  }
}

/** What a sound is, and how many frames a silence and what is kept behind a sound have. */
interface Limits {
  readonly loud: number;
  readonly minFrames: number;
  readonly holdFrames: number;
}

/**
 * Ends a silence with each loud frame, and begins another behind it.
 *
 * @param frame number of the first frame
 * @param state where the silence begins that goes on
 */
function endSilences(
  peaks: Float32Array,
  count: number,
  frame: number,
  state: Float64Array,
  { loud, minFrames, holdFrames }: Limits,
  spans: FrameSpan[],
): void {
  let from = state[0] ?? 0;
  for (let i = 0; i < count; i++) {
    if ((peaks[i] ?? 0) < loud) continue;
    const to = frame + i;
    if (to - from >= minFrames) spans.push({ from, to });
    from = to + 1 + holdFrames;
  }
  state[0] = from;
}
