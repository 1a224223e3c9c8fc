import { AT_REST } from "../at-rest.ts";
import { type KWeighting, kWeighting } from "./k-weighting.ts";

/** The sums of squares of channels behind the K-weighting filters, from one closing to the next. */
export interface KWeightedEnergy {
  /** Filters the frames from `from` up to `to` of a plane, and adds their squares to the sum of its channel. */
  add(channel: number, plane: Float32Array, from: number, to: number): void;
  /**
   * The channel's sum since it was closed last, which begins anew. A sum that NaN or Infinity went into is 0, and the
   * filters begin anew behind it. Must be called where it does not depend on how blocks are cut.
   */
  close(channel: number): number;
  reset(): void;
}

/** What is kept per channel: two values of each filter, and the sum. */
const STATE = 5;

/** Filters at rest, and sums of nothing. */
export function kWeightedEnergy(sampleRate: number, channels: number): KWeightedEnergy {
  const weighting = kWeighting(sampleRate);
  const power = (weighting.preFilter.b0 * weighting.rlb.b0) ** 2;
  const state = new Float64Array(STATE * channels);

  return {
    add(channel, plane, from, to) {
      addSquares(state, STATE * channel, weighting, plane, from, to);
    },
    close(channel) {
      const at = STATE * channel;
      const sum = state[at + 4] ?? 0;
      const isSound = Number.isFinite(sum);
      for (let i = at; i < at + STATE - 1; i++) {
        if (!isSound || Math.abs(state[i] ?? 0) < AT_REST) state[i] = 0;
      }
      state[at + 4] = 0;
      return isSound ? sum * power : 0;
    },
    reset() {
      state.fill(0);
    },
  };
}

/** Filters a part of a plane, and adds the squares to the sum of the channel whose state begins at `at`. */
function addSquares(
  state: Float64Array,
  at: number,
  { preFilter, rlb }: KWeighting,
  plane: Float32Array,
  from: number,
  to: number,
): void {
  // All that the loop works with is its own, which makes it twice as fast. The gains b0 are left to `close`.
  const a1 = preFilter.a1;
  const a2 = preFilter.a2;
  const b1 = preFilter.b1 / preFilter.b0;
  const b2 = preFilter.b2 / preFilter.b0;
  const c1 = rlb.a1;
  const c2 = rlb.a2;
  const d1 = rlb.b1 / rlb.b0;
  const d2 = rlb.b2 / rlb.b0;
  let v1 = state[at] ?? 0;
  let v2 = state[at + 1] ?? 0;
  let w1 = state[at + 2] ?? 0;
  let w2 = state[at + 3] ?? 0;
  let sum = state[at + 4] ?? 0;
  // Direct form II, both filters. What was last is subtracted last, because the loop waits for it.
  for (let i = from; i < to; i++) {
    const v = (plane[i] ?? 0) - a2 * v2 - a1 * v1;
    const shelved = b2 * v2 + b1 * v1 + v;
    v2 = v1;
    v1 = v;
    const w = shelved - c2 * w2 - c1 * w1;
    const y = d2 * w2 + d1 * w1 + w;
    w2 = w1;
    w1 = w;
    sum += y * y;
  }
  state[at] = v1;
  state[at + 1] = v2;
  state[at + 2] = w1;
  state[at + 3] = w2;
  state[at + 4] = sum;
}
