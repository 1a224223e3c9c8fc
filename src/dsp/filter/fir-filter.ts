import { LongwaveError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkPlanes } from "../planes.ts";
import type { Processor } from "../processor.ts";

/** What a filter is. */
export interface FirFilterOptions {
  readonly channels: number;
  /** The impulse response, from the newest frame to the oldest; one coefficient or more. */
  readonly coefficients: ArrayLike<number>;
  /**
   * Frames of the response that count as latency: `(length - 1) / 2` for a linear-phase filter that is to leave sounds
   * where they are. 0 unless told otherwise.
   */
  readonly latency?: number;
}

/** Frames that are filtered in one go. */
const PIECE = 1024;

/**
 * A filter with a finite impulse response, convolved directly. Its memory is `coefficients.length - 1` frames, so it
 * gives the same bits wherever it has heard that many.
 *
 * @throws LongwaveError `options/invalid`, `dsp/bad-coefficients` for coefficients that are none or not finite
 */
export function firFilter(options: FirFilterOptions): Processor {
  const { channels, latency = 0 } = options;
  checkIntegerOption("channels", channels, 1);
  checkIntegerOption("latency", latency, 0);
  const taps = Float64Array.from(options.coefficients).reverse();
  if (taps.length === 0 || !taps.every(Number.isFinite)) {
    throw new LongwaveError(
      "dsp/bad-coefficients",
      `expected one finite coefficient or more, got ${taps.length === 0 ? "none" : "one that is not finite"}`,
    );
  }
  const memory = taps.length - 1;
  const heard = Array.from({ length: channels }, () => new Float64Array(memory + PIECE));

  return {
    latency,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let channel = 0; channel < channels; channel++) {
        const plane = planes[channel];
        const window = heard[channel];
        if (!plane || !window) continue;
        for (let at = 0; at < length; at += PIECE) {
          const count = Math.min(PIECE, length - at);
          load(plane, at, window, memory, count);
          convolve(window, taps, plane, at, count);
          window.copyWithin(0, count, count + memory);
        }
      }
    },
    reset() {
      for (const window of heard) window.fill(0);
    },
  };
}

function load(plane: Float32Array, from: number, into: Float64Array, at: number, count: number): void {
  for (let n = 0; n < count; n++) into[at + n] = plane[from + n] ?? 0;
}

/** Each sum is made in one order, so that it does not depend on where blocks begin. */
function convolve(
  window: Float64Array,
  taps: Float64Array,
  into: Float32Array,
  at: number,
  count: number,
): void {
  const length = taps.length;
  const even = length - (length % 2);
  for (let n = 0; n < count; n++) {
    let one = 0;
    let other = 0;
    for (let tap = 0; tap < even; tap += 2) {
      one += (window[n + tap] ?? 0) * (taps[tap] ?? 0);
      other += (window[n + tap + 1] ?? 0) * (taps[tap + 1] ?? 0);
    }
    if (even < length) one += (window[n + even] ?? 0) * (taps[even] ?? 0);
    into[at + n] = one + other;
  }
}
