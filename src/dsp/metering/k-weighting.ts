import type { BiquadCoefficients } from "../filter/biquad.ts";

/** The two filters in a row that loudness is measured through (ITU-R BS.1770-5, Annex 1). */
export interface KWeighting {
  /** What the head does to sound: a shelf of +4 dB above about 1.7 kHz. */
  readonly preFilter: BiquadCoefficients;
  /** The revised low-frequency B curve: a high-pass at about 38 Hz. */
  readonly rlb: BiquadCoefficients;
}

/** Hz. The rate that the recommendation gives its coefficients for. */
const PUBLISHED_RATE = 48_000;

/** ITU-R BS.1770-5, Annex 1, Table 1. */
const PUBLISHED_PRE_FILTER: BiquadCoefficients = {
  b0: 1.53512485958697,
  b1: -2.69169618940638,
  b2: 1.19839281085285,
  a1: -1.69065929318241,
  a2: 0.73248077421585,
};

/** ITU-R BS.1770-5, Annex 1, Table 2. */
const PUBLISHED_RLB: BiquadCoefficients = {
  b0: 1,
  b1: -2,
  b2: 1,
  a1: -1.99004745483398,
  a2: 0.99007225036621,
};

const UNITY: BiquadCoefficients = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 };

/**
 * The K-weighting at a sample rate. At 48 kHz it is the published table; at others the published filters are taken back
 * to their analogue prototypes by the bilinear transform, and from there to the other rate, so that each keeps its gain
 * and its corner where they are.
 *
 * In between, the transform bends the shelf, the more the lower the rate is. Beside 48 kHz, the weighting is off by at
 * most 0.011 dB from 32 kHz on, 0.031 dB at 22.05 kHz, 0.07 dB at 16 kHz, 0.15 dB at 11.025 kHz and 0.29 dB at 8 kHz.
 *
 * A filter whose corner lies above half the sample rate (the shelf, at 3363 Hz or less) is left out: there is nothing
 * there for it to change.
 *
 * @param sampleRate Hz
 */
export function kWeighting(sampleRate: number): KWeighting {
  return {
    preFilter: redesigned(PUBLISHED_PRE_FILTER, sampleRate),
    rlb: redesigned(PUBLISHED_RLB, sampleRate),
  };
}

function redesigned({ b0, b1, b2, a1, a2 }: BiquadCoefficients, sampleRate: number): BiquadCoefficients {
  // With s = (1 - z⁻¹) / (1 + z⁻¹), the bilinear transform without its factor, the poles are those of p2 s² + p1 s + p0.
  const p2 = 1 - a1 + a2;
  const p1 = 2 * (1 - a2);
  const p0 = 1 + a1 + a2;
  const publishedCorner = Math.sqrt(p0 / p2);
  const corner = (Math.atan(publishedCorner) * PUBLISHED_RATE) / sampleRate;
  if (corner >= Math.PI / 2) return UNITY;
  // The s of the published rate, in units of the s of this one.
  const scale = publishedCorner / Math.tan(corner);
  const poles = backToZ(p2, p1, p0, scale);
  const zeros = backToZ(b0 - b1 + b2, 2 * (b0 - b2), b0 + b1 + b2, scale);
  const unit = poles[0];
  return {
    b0: zeros[0] / unit,
    b1: zeros[1] / unit,
    b2: zeros[2] / unit,
    a1: poles[1] / unit,
    a2: poles[2] / unit,
  };
}

/** The coefficients of 1, z⁻¹ and z⁻² of `c2 (scale s)² + c1 scale s + c0`, times `(1 + z⁻¹)²`. */
function backToZ(c2: number, c1: number, c0: number, scale: number): readonly [number, number, number] {
  const second = c2 * scale * scale;
  const first = c1 * scale;
  return [second + first + c0, 2 * (c0 - second), second - first + c0];
}
