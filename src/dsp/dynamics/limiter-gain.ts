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
  const queued = new Float64Array(span + 1);
  const leaves = new Float64Array(span + 1); // the frame at which a queued gain no longer counts
  let head = 0;
  let size = 0;
  let frame = 0;
  let firstAt = 0;
  let secondAt = 0;
  // The gain, and the sums of the boxes. V8 knows of what comes out of such an array that it is a number; from a variable, it
  // would allocate one for each frame.
  const state = new Float64Array(3);

  function reset(): void {
    head = 0;
    size = 0;
    frame = 0;
    firstAt = 0;
    secondAt = 0;
    firstBox.fill(one);
    secondBox.fill(one * firstBox.length);
    state.set([1, one * firstBox.length, whole]);
  }
  reset();

  function enqueue(gain: number): void {
    const { length } = queued;
    while (size > 0 && (queued[(head + size - 1) % length] ?? 0) >= gain) size--;
    const tail = (head + size) % length;
    queued[tail] = gain;
    leaves[tail] = frame + span;
    size++;
  }

  return {
    gains(peaks, found, frames, into) {
      // Nothing is queued then, and all that the boxes hold is 1, so it does not matter that they stand still.
      if (!found && state[0] === 1 && state[2] === whole) return false;
      let gain = state[0] ?? 1;
      let sum = state[1] ?? 0;
      let total = state[2] ?? 0;
      let first = firstAt;
      let second = secondAt;
      for (let n = 0; n < frames; n++) {
        const peak = peaks[n] ?? 0;
        if (peak > limit) enqueue(limit / peak);
        if (size > 0 && frame >= (leaves[head] ?? 0)) {
          head = head + 1 === queued.length ? 0 : head + 1;
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
      state[0] = gain;
      state[1] = sum;
      state[2] = total;
      firstAt = first;
      secondAt = second;
      return true;
    },
    reset,
  };
}
