import { binOrder, fourierSteps } from "./fft.ts";
import { kaiser, kaiserBeta, kaiserLength, sinc } from "./kaiser.ts";
import type { Kernel } from "./phase-table.ts";
import type { QualityTraits } from "./resample-quality.ts";

/** The steep filter at twice the lower rate, as factors for the neighbors that `fourierSteps` leaves. */
export interface SteepResponse {
  /** Half of the sum and half of the difference of the response at the two bins that neighbors stand for, times 2. */
  readonly sums: Float64Array;
  readonly differences: Float64Array;
}

/** Terms by which the loss of the short kernel is made good. They make the steep filter longer by so many frames. */
const TERMS = 12;

/** Points of the short kernel, from its middle to its end, that its response is summed over. */
const POINTS = 512;

/** Frames of the steep filter on either side of its middle, an even number. */
export function steepReach({ attenuation, passBand }: QualityTraits): number {
  const length = kaiserLength(attenuation, transition(passBand));
  return 2 * Math.ceil((length / 2 + TERMS) / 2);
}

/**
 * A sinc under a Kaiser window, from the pass band's end to its stop band at the lower Nyquist frequency, divided by
 * the response of the short kernel. So the short one need not be flat, and is half as long as if it had to be.
 *
 * @param size of the transform, twice a power of four
 * @param gain at frequency 0
 * @param reach frames on either side
 * @param lossAt response of the short kernel at a frequency, in cycles per frame at twice the lower rate
 */
export function steepResponse(
  traits: QualityTraits,
  size: number,
  gain: number,
  reach: number,
  lossAt: (frequency: number) => number,
): SteepResponse {
  const { attenuation, passBand } = traits;
  const half = reach - TERMS;
  const beta = kaiserBeta(attenuation);
  const cutoff = 0.25 - transition(passBand) / 2;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  let sum = 0;
  for (let n = 0; n < half; n++) {
    const value = sinc(2 * cutoff * n) * kaiser(beta, n / half);
    re[n] = value;
    re[(size - n) % size] = value;
    sum += n === 0 ? value : 2 * value;
  }
  fourierSteps(size).forward(re, im);
  const bins = binOrder(size);
  const correction = inverseOf(lossAt);
  const sums = new Float64Array(size / 2);
  const differences = new Float64Array(size / 2);
  const scale = gain / sum;
  for (let p = 0; p < size / 2; p++) {
    const a = re[2 * p] ?? 0;
    const b = re[2 * p + 1] ?? 0;
    const one = (a + b) * correction((bins[2 * p] ?? 0) / size) * scale;
    const other = (a - b) * correction((bins[2 * p + 1] ?? 0) / size) * scale;
    sums[p] = one + other;
    differences[p] = one - other;
  }
  return { sums, differences };
}

/** From the end of the pass band to the lower Nyquist frequency, in cycles per frame at twice the lower rate. */
function transition(passBand: number): number {
  return (1 - passBand) / 4;
}

/**
 * The response of a short kernel.
 *
 * @param reach where it ends on either side
 * @returns for a frequency, in cycles per frame
 */
export function kernelResponse(kernel: Kernel, reach: number): (frequency: number) => number {
  const values = Float64Array.from({ length: POINTS }, (_, i) => kernel((i * reach) / POINTS));
  return (frequency) => {
    let sum = (values[0] ?? 0) / 2;
    for (let i = 1; i < POINTS; i++) {
      sum += (values[i] ?? 0) * Math.cos((2 * Math.PI * frequency * i * reach) / POINTS);
    }
    return (2 * sum * reach) / POINTS;
  };
}

/**
 * 1 / `lossAt` up to a quarter cycle per frame, and something of the same kind above. As a polynomial in the cosine of
 * the frequency it is the response of a symmetric filter, which ends.
 */
function inverseOf(lossAt: (frequency: number) => number): (frequency: number) => number {
  const count = TERMS + 1;
  const angles = Array.from({ length: count }, (_, i) => (Math.PI * (i + 0.5)) / count);
  // The cosine of the frequency goes from 0 to 1 there, twice that less 1 is what Chebyshev polynomials are made for.
  const values = angles.map((angle) => 1 / lossAt(Math.acos((Math.cos(angle) + 1) / 2) / (2 * Math.PI)));
  const terms = angles.map((_, k) => {
    const sum = values.reduce((total, value, i) => total + value * Math.cos(k * (angles[i] ?? 0)), 0);
    return (sum * (k === 0 ? 1 : 2)) / count;
  });
  return (frequency) => {
    const x = 2 * Math.cos(2 * Math.PI * frequency) - 1;
    let last = 0;
    let beforeLast = 0;
    for (let k = TERMS; k > 0; k--) {
      const next = 2 * x * last - beforeLast + (terms[k] ?? 0);
      beforeLast = last;
      last = next;
    }
    return x * last - beforeLast + (terms[0] ?? 0);
  };
}
