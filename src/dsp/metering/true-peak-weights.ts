import { kaiser, sinc } from "../resample/kaiser.ts";

/** Samples on each side of an interval that its points are made of. */
export const REACH = 16;

/** Of the Kaiser window. With it and this reach, points are right within 0.07 dB up to 0.45 of the sample rate. */
const BETA = 4.5;

/** Weights of the samples at -15 to 16 for the point at `phase` of the interval from 0 to 1. */
export function phaseWeights(phase: number): Float64Array {
  const weights = new Float64Array(2 * REACH);
  const position = (n: number): number => n - REACH + 1;
  for (let n = 0; n < weights.length; n++) {
    const distance = position(n) - phase;
    weights[n] = kaiser(BETA, distance / REACH) * sinc(distance);
  }
  // A constant stays what it is, and then a straight line.
  const sum = weights.reduce((total, weight) => total + weight, 0);
  for (let n = 0; n < weights.length; n++) weights[n] = (weights[n] ?? 0) / sum;
  const sizes = weights.map(Math.abs);
  const size = sizes.reduce((total, value) => total + value, 0);
  const center = sizes.reduce((total, value, n) => total + value * position(n), 0) / size;
  const spread = sizes.reduce((total, value, n) => total + value * (position(n) - center) ** 2, 0);
  const error = weights.reduce((total, weight, n) => total + weight * position(n), 0) - phase;
  return weights.map((weight, n) => weight - (error / spread) * (sizes[n] ?? 0) * (position(n) - center));
}

/** The sum of the magnitudes of the weights that second differences have in a point. */
export function bendWeight(weights: Float64Array, phase: number): number {
  let sum = 0;
  let slope = 0;
  let value = 0;
  for (let n = 0; n < weights.length; n++) {
    const line = n === REACH - 1 ? 1 - phase : n === REACH ? phase : 0;
    slope += (weights[n] ?? 0) - line;
    value += slope;
    sum += Math.abs(value);
  }
  return sum;
}

/**
 * Weights for sums and differences of the samples that stand alike on the two sides. The points at the two quarters are
 * each other's mirror image: with `a` before and `b` after, one is `p a + q b`, the other `q a + p b`.
 */
export function pairWeights(half: Float64Array, quarter: Float64Array): Float64Array {
  const weights = new Float64Array(3 * REACH);
  for (let pair = 0; pair < REACH; pair++) {
    const p = quarter[REACH - 1 - pair] ?? 0;
    const q = quarter[REACH + pair] ?? 0;
    weights.set([(p + q) / 2, (p - q) / 2, half[REACH + pair] ?? 0], 3 * pair);
  }
  return weights;
}
