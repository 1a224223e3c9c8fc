import { decibelsFromGain } from "../decibel.ts";
import type { BiquadCoefficients } from "./biquad.ts";

/** What filters do to a sine of one frequency. */
export interface FrequencyResponse {
  /** Of the complex response. */
  readonly real: number;
  readonly imaginary: number;
  /** Factor of the amplitude. */
  readonly magnitude: number;
  /** The same in dB; minus infinity where nothing comes through. */
  readonly decibels: number;
  /** By how much the sine that comes out is ahead, in radians, above -π up to π. */
  readonly phase: number;
}

/**
 * The frequency response of biquads, one after the other:
 * `H(e^jω) = (b0 + b1 e^-jω + b2 e^-2jω) / (1 + a1 e^-jω + a2 e^-2jω)` of each, multiplied.
 *
 * @param frequency Hz, 0 to half the sample rate
 * @param sampleRate Hz
 */
export function biquadResponse(
  sections: readonly BiquadCoefficients[],
  frequency: number,
  sampleRate: number,
): FrequencyResponse {
  const omega = (2 * Math.PI * frequency) / sampleRate;
  const cos = Math.cos(omega);
  const sin = -Math.sin(omega);
  const cos2 = Math.cos(2 * omega);
  const sin2 = -Math.sin(2 * omega);
  let real = 1;
  let imaginary = 0;
  for (const { b0, b1, b2, a1, a2 } of sections) {
    const above = b0 + b1 * cos + b2 * cos2;
    const aboveImaginary = b1 * sin + b2 * sin2;
    const below = 1 + a1 * cos + a2 * cos2;
    const belowImaginary = a1 * sin + a2 * sin2;
    const power = below * below + belowImaginary * belowImaginary;
    const quotient = (above * below + aboveImaginary * belowImaginary) / power;
    const quotientImaginary = (aboveImaginary * below - above * belowImaginary) / power;
    const product = real * quotient - imaginary * quotientImaginary;
    imaginary = real * quotientImaginary + imaginary * quotient;
    real = product;
  }
  const magnitude = Math.hypot(real, imaginary);
  return {
    real,
    imaginary,
    magnitude,
    decibels: decibelsFromGain(magnitude),
    phase: Math.atan2(imaginary, real),
  };
}
