import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { gainFromDecibels } from "../decibel.ts";
import { frameAt } from "../frame-at.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat } from "../processor.ts";
import type { FrameSpan } from "./frame-span.ts";
import { noiseFloor } from "./noise-floor.ts";
import type { SpanDetector } from "./span-detector.ts";

/** What counts as activity, in what audio. */
export interface ActivityOptions extends AudioFormat {
  /** Decibels above the noise floor, 0 or more; 10 unless told otherwise. */
  readonly margin?: number;
  /** Whatever the floor, nothing below this RMS level is active, dBFS, at most 0; -70 unless told otherwise. */
  readonly threshold?: number;
  /**
   * Seconds, at least those of a window, at most 3600. What stays above the floor for less is activity, what stays for
   * longer is the new noise. It must be longer than speech or music goes on without a pause. 30 unless told otherwise.
   */
  readonly adaptation?: number;
  /**
   * Seconds of the windows that levels are taken of; the grid on which activity begins and ends. 0.001 to 1;
   * 0.02 unless told otherwise.
   */
  readonly window?: number;
  /** Seconds that are added before activity, 0 or more; 0.1 unless told otherwise. */
  readonly holdBefore?: number;
  /** Seconds that are added after activity, 0 or more; 0.3 unless told otherwise. */
  readonly holdAfter?: number;
  /**
   * Seconds that activity lasts at least, before any is added; shorter activity is left out. 0 or more; 0.1 unless told
   * otherwise.
   */
  readonly minActivity?: number;
  /**
   * Seconds that a pause lasts at least, after what is added to both sides; a shorter one is activity. 0 or more; 0.2
   * unless told otherwise.
   */
  readonly minPause?: number;
}

/** The shortest window that an option may ask for, seconds. */
const LEAST_WINDOW = 0.001;

/** The longest time that the floor may look ahead and back, seconds. */
const MOST_ADAPTATION = 3600;

/**
 * Finds activity (speech, music, events) by its level above a noise floor that follows the recording.
 *
 * The level is the mean square over windows that follow each other, all channels together. The floor is the largest
 * minimum among the stretches of `adaptation` seconds that a window lies in: see `noiseFloor`. So noise that changes is
 * followed at once, up and down, and spans come out `adaptation` seconds late. What lasts for longer without a pause
 * counts as noise, and so does all of a recording that never pauses.
 *
 * Windows above the floor by `margin` are active. Pauses that the holds and `minPause` together would fill are filled;
 * then activity that is too short is left out; then the holds are added to the rest, within the recording. NaN counts
 * as silent.
 *
 * @throws LongwaveError `options/invalid` for an option out of range
 */
export function activityDetector(options: ActivityOptions): SpanDetector {
  const { sampleRate, channels, margin = 10, threshold = -70, adaptation = 30, window = 0.02 } = options;
  const { holdBefore = 0.1, holdAfter = 0.3, minActivity = 0.1, minPause = 0.2 } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  checkNumberOption("margin", margin, 0);
  checkNumberOption("threshold", threshold, Number.NEGATIVE_INFINITY, 0);
  checkNumberOption("window", window, LEAST_WINDOW, 1);
  checkNumberOption("adaptation", adaptation, window, MOST_ADAPTATION);
  checkNumberOption("holdBefore", holdBefore, 0);
  checkNumberOption("holdAfter", holdAfter, 0);
  checkNumberOption("minActivity", minActivity, 0);
  checkNumberOption("minPause", minPause, 0);

  const framesIn = (seconds: number): number => frameAt(seconds, sampleRate);
  const windowFrames = Math.max(1, framesIn(window));
  const before = framesIn(holdBefore);
  const after = framesIn(holdAfter);
  const leastActivity = framesIn(minActivity);
  const leastPause = before + after + framesIn(minPause);
  const overFloor = gainFromDecibels(margin) ** 2;
  const overAll = gainFromDecibels(threshold) ** 2;

  const floor = noiseFloor(Math.max(1, Math.round((adaptation * sampleRate) / windowFrames)));
  const levels = new Float64Array(floor.delay + 1); // those whose floor is not known yet, in a ring
  const sums = new Float64Array(channels); // of squares, within the window that is open
  let filled = 0; // frames of it
  let heard = 0; // windows
  let judged = 0; // windows
  let from = -1; // of the activity that may go on, or -1
  let to = 0;
  let spans: FrameSpan[] = [];

  /** Ends the open window. */
  function hear(): void {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += sums[channel] ?? 0;
    sums.fill(0);
    const level = sum > 0 ? sum / (channels * filled) : 0; // NaN is not
    filled = 0;
    levels[heard % levels.length] = level;
    heard++;
    const beneath = floor.push(level);
    if (beneath !== undefined) judge(beneath);
  }

  /** Decides about the oldest window that is not decided. */
  function judge(beneath: number): void {
    const level = levels[judged % levels.length] ?? 0;
    const start = judged * windowFrames;
    judged++;
    if (level > beneath * overFloor && level >= overAll) {
      if (from < 0) from = start;
      to = start + windowFrames;
    } else if (from >= 0 && start + windowFrames - to >= leastPause) {
      endActivity(Number.POSITIVE_INFINITY);
    }
  }

  /** Keeps the activity if it was long enough, held up to `end` at most. */
  function endActivity(end: number): void {
    const last = Math.min(to, end);
    if (from >= 0 && last - from >= leastActivity) {
      spans.push({ from: Math.max(0, from - before), to: Math.min(last + after, end) });
    }
    from = -1;
  }

  function reset(): void {
    floor.reset();
    sums.fill(0);
    filled = 0;
    heard = 0;
    judged = 0;
    from = -1;
    spans = [];
  }

  return {
    add(planes) {
      const length = checkPlanes(planes, channels);
      for (let at = 0; at < length; ) {
        const end = Math.min(length, at + windowFrames - filled);
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[channel];
          if (plane !== undefined) addSquares(plane, at, end, sums, channel);
        }
        filled += end - at;
        at = end;
        if (filled === windowFrames) hear();
      }
    },
    take() {
      const taken = spans;
      spans = [];
      return taken;
    },
    end() {
      const frames = heard * windowFrames + filled;
      if (filled > 0) hear();
      while (judged < heard) judge(floor.drain());
      endActivity(frames);
      const taken = spans;
      reset();
      return taken;
    },
    reset,
  };
}

/** Adds the squares of a part of a plane to the sum of its channel. */
function addSquares(
  plane: Float32Array,
  from: number,
  to: number,
  sums: Float64Array,
  channel: number,
): void {
  let sum = sums[channel] ?? 0;
  for (let i = from; i < to; i++) {
    const sample = plane[i] ?? 0;
    sum += sample * sample;
  }
  sums[channel] = sum;
}
