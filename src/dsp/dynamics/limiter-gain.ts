/** From peaks to the gains that keep them below a limit. */
export interface LimiterGain {
  /**
   * Writes a gain to `into` for each of the first `frames` peaks, for the frame that is on its way out. A gain that a
   * peak needs is there from `fade - 1` frames after it, for `flat` frames.
   *
   * @param found whether any of the peaks is above 0
   * @returns whether a gain is not 1; if none is, nothing was written
   */
  gains(peaks: Float64Array, found: boolean, frames: number, into: Float64Array): boolean;
  reset(): void;
}

/** How gains move. */
export interface LimiterGainOptions {
  /** Amplitude that peaks are brought down to. */
  readonly limit: number;
  /** Frames over which a gain goes down. */
  readonly fade: number;
  /** Frames for which it stays. */
  readonly flat: number;
  /** Smoothing factor. */
  readonly release: number;
}

/** A gain that has come back so far, -140 dB from 1, is 1. */
const NEARLY = 1 - 1e-7;

/**
 * A limiter's gain that has met no peak yet.
 *
 * 1. The least gain that any peak of the last `fade + flat - 1` frames needs (a queue of those that rise: what is
 * behind a lower one will never be the least). 2. Down at once, and back to 1 by a one-pole. 3. The mean over `fade`
 * frames with the weights of a triangle (two boxes, one after the other). So a gain bends down and back without a
 * corner, and is no higher than the least, which was there for all of them.
 *
 * The means are running sums of whole numbers, a gain being so many steps: nothing is rounded, so they do not drift,
 * and two limiters whose last gains were alike give the same bits, whatever they heard before.
 */
export function limiterGain({ limit, fade, flat, release }: LimiterGainOptions): LimiterGain {
  const firstBox = new Float64Array(Math.ceil((fade + 1) / 2));
  const secondBox = new Float64Array(fade + 1 - firstBox.length);
  // Sums of whole numbers are exact up to 2^53.
  const one = 2 ** Math.min(30, Math.floor(52 - Math.log2(firstBox.length * secondBox.length)));
  const whole = one * firstBox.length * secondBox.length;
  const span = fade + flat - 1;
  const motion: Motion = {
    limit,
    release,
    span,
    one,
    whole,
    firstBox,
    secondBox,
    queued: new Float64Array(span + 1),
    leaves: new Float64Array(span + 1),
    state: new Float64Array(FIELDS),
    places: new Int32Array(PLACES),
  };
  const { state, places } = motion;

  function reset(): void {
    firstBox.fill(one);
    secondBox.fill(one * firstBox.length);
    places.fill(0);
    state[FRAME] = 0;
    state[GAIN] = 1;
    state[FIRST_SUM] = one * firstBox.length;
    state[SECOND_SUM] = whole;
  }
  reset();

  return {
    gains(peaks, found, frames, into) {
      // Nothing is queued then, and all that the boxes hold is 1, so it does not matter that they stand still.
      if (!found && state[GAIN] === 1 && state[SECOND_SUM] === whole) return false;
      move(peaks, frames, into, motion);
      return true;
    },
    reset,
  };
}

/** What a gain moves by. */
interface Motion extends Pick<LimiterGainOptions, "limit" | "release"> {
  /** Frames for which a peak counts. */
  readonly span: number;
  /** The steps of a gain of 1, and what the boxes come to when all gains are 1. */
  readonly one: number;
  readonly whole: number;
  /** Rings: gains, and sums of them. */
  readonly firstBox: Float64Array;
  readonly secondBox: Float64Array;
  /** Rings: gains that peaks need, and the frame at which each of them no longer counts. */
  readonly queued: Float64Array;
  readonly leaves: Float64Array;
  readonly state: Float64Array;
  readonly places: Int32Array;
}

/** Fields of the state: the gain, the sums of the boxes, and the frame. */
const GAIN = 0;
const FIRST_SUM = 1;
const SECOND_SUM = 2;
const FRAME = 3;
const FIELDS = 4;

/** Places in the rings: the first of the queue and how many are in it, and the oldest of each box. Integers, to count with. */
const HEAD = 0;
const SIZE = 1;
const FIRST_AT = 2;
const SECOND_AT = 3;
const PLACES = 4;

/** Goes on with the state, frame by frame. */
function move(peaks: Float64Array, frames: number, into: Float64Array, motion: Motion): void {
  const { limit, release, span, one, whole, firstBox, secondBox, queued, leaves, state, places } = motion;
  let gain = state[GAIN] ?? 1;
  let sum = state[FIRST_SUM] ?? 0;
  let total = state[SECOND_SUM] ?? 0;
  let frame = state[FRAME] ?? 0;
  let head = places[HEAD] ?? 0;
  let size = places[SIZE] ?? 0;
  let first = places[FIRST_AT] ?? 0;
  let second = places[SECOND_AT] ?? 0;
  const { length } = queued;
  for (let n = 0; n < frames; n++) {
    const peak = peaks[n] ?? 0;
    if (peak > limit) {
      const needed = limit / peak;
      while (size > 0 && (queued[(head + size - 1) % length] ?? 0) >= needed) size--;
      const tail = (head + size) % length;
      queued[tail] = needed;
      leaves[tail] = frame + span;
      size++;
    }
    if (size > 0 && frame >= (leaves[head] ?? 0)) {
      head = head + 1 === length ? 0 : head + 1;
      size--;
    }
    frame++;
    gain = 1 + release * (gain - 1);
    if (gain > NEARLY) gain = 1;
    if (size > 0) {
      const least = queued[head] ?? 1;
      if (least < gain) gain = least;
    }
    const steps = Math.floor(gain * one);
    sum += steps - (firstBox[first] ?? 0);
    firstBox[first] = steps;
    first = first + 1 === firstBox.length ? 0 : first + 1;
    total += sum - (secondBox[second] ?? 0);
    secondBox[second] = sum;
    second = second + 1 === secondBox.length ? 0 : second + 1;
    into[n] = total / whole;
  }
  state[GAIN] = gain;
  state[FIRST_SUM] = sum;
  state[SECOND_SUM] = total;
  state[FRAME] = frame;
  places[HEAD] = head;
  places[SIZE] = size;
  places[FIRST_AT] = first;
  places[SECOND_AT] = second;
}
