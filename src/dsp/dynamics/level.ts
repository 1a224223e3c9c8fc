import { smoothingFactor } from "./envelope.ts";

/** Says how loud frames are, out of the channels that share a gain. */
export interface Level {
  /**
   * Writes the levels of `frames` frames of a block to `into`.
   *
   * @param members numbers of the channels
   * @param from the first frame in the block
   */
  measure(
    planes: readonly Float32Array[],
    members: readonly number[],
    from: number,
    frames: number,
    into: Float64Array,
  ): void;
  reset(): void;
}

/** Below this, a mean square is 0: -400 dB, well before numbers become slow to work with. */
const NOTHING = 1e-40;

/** The largest magnitude in a frame. A sample that is not finite has none. */
export function peakLevel(): Level {
  return {
    measure(planes, members, from, frames, into) {
      into.fill(0, 0, frames);
      for (let m = 0; m < members.length; m++) {
        const plane = planes[members[m] ?? 0];
        if (plane !== undefined) raise(into, plane, from, frames);
      }
    },
    reset() {},
  };
}

function raise(into: Float64Array, plane: Float32Array, from: number, frames: number): void {
  for (let n = 0; n < frames; n++) {
    const magnitude = Math.abs(plane[from + n] ?? 0);
    if (magnitude > (into[n] ?? 0) && magnitude < Number.POSITIVE_INFINITY) into[n] = magnitude;
  }
}

/**
 * The largest of the channels' running mean squares. A sample that is not finite leaves them as they are.
 *
 * @param averaging time constant in seconds
 */
export function meanSquareLevel(channels: number, averaging: number, sampleRate: number): Level {
  const factor = smoothingFactor(averaging, sampleRate);
  const means = new Float64Array(channels);
  return {
    measure(planes, members, from, frames, into) {
      for (let m = 0; m < members.length; m++) {
        const plane = planes[members[m] ?? 0];
        if (plane === undefined) continue;
        raiseToMeans(into, plane, from, frames, factor, means, m);
      }
    },
    reset() {
      means.fill(0);
    },
  };
}

/** Goes on with the mean of a channel. The first one's levels are written whatever is there. */
function raiseToMeans(
  into: Float64Array,
  plane: Float32Array,
  from: number,
  frames: number,
  factor: number,
  means: Float64Array,
  channel: number,
): void {
  let mean = means[channel] ?? 0;
  for (let n = 0; n < frames; n++) {
    const sample = plane[from + n] ?? 0;
    const square = sample * sample;
    if (square < Number.POSITIVE_INFINITY) mean = square + factor * (mean - square);
    if (mean < NOTHING) mean = 0;
    if (channel === 0 || mean > (into[n] ?? 0)) into[n] = mean;
  }
  means[channel] = mean;
}
