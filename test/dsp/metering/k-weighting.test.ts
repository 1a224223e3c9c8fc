import { describe, expect, test } from "vitest";
import type { BiquadCoefficients } from "../../../src/dsp/filter/biquad.ts";
import { kWeighting } from "../../../src/dsp/metering/k-weighting.ts";

/** dB, of the filter at a frequency. */
function response({ b0, b1, b2, a1, a2 }: BiquadCoefficients, frequency: number, sampleRate: number): number {
  const w = (2 * Math.PI * frequency) / sampleRate;
  const power = (c0: number, c1: number, c2: number) =>
    (c0 + c1 * Math.cos(w) + c2 * Math.cos(2 * w)) ** 2 + (c1 * Math.sin(w) + c2 * Math.sin(2 * w)) ** 2;
  return 10 * Math.log10(power(b0, b1, b2) / power(1, a1, a2));
}

function weighting(frequency: number, sampleRate: number): number {
  const { preFilter, rlb } = kWeighting(sampleRate);
  return response(preFilter, frequency, sampleRate) + response(rlb, frequency, sampleRate);
}

describe("K-weighting", () => {
  test("is the published one at 48 kHz", () => {
    const { preFilter, rlb } = kWeighting(48_000);
    const published = [
      [
        preFilter,
        [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585],
      ],
      [rlb, [1, -2, 1, -1.99004745483398, 0.99007225036621]],
    ] as const;
    for (const [{ b0, b1, b2, a1, a2 }, expected] of published) {
      const coefficients = [b0, b1, b2, a1, a2];
      for (const [i, value] of expected.entries()) expect(coefficients[i]).toBeCloseTo(value, 12);
    }
  });

  test.each([
    [192_000, 0.011],
    [96_000, 0.011],
    [88_200, 0.011],
    [44_100, 0.002],
    [32_000, 0.011],
    [22_050, 0.031],
    [16_000, 0.07],
    [11_025, 0.15],
    [8000, 0.29],
  ])("at %i Hz is that of 48 kHz to within %f dB", (sampleRate, tolerance) => {
    let greatest = 0;
    const upTo = Math.min(sampleRate, 48_000) * 0.499;
    for (let frequency = 5; frequency <= upTo; frequency *= 1.05) {
      greatest = Math.max(
        greatest,
        Math.abs(weighting(frequency, sampleRate) - weighting(frequency, 48_000)),
      );
    }
    expect(greatest).toBeLessThan(tolerance);
  });

  test.each([1, 50, 77, 1000, 3363, 3364, 4000, 384_000, 768_000])("is stable at %i Hz", (sampleRate) => {
    for (const { b0, b1, b2, a1, a2 } of Object.values(kWeighting(sampleRate)) as BiquadCoefficients[]) {
      expect([b0, b1, b2].every(Number.isFinite)).toBe(true);
      // Both poles lie within the unit circle: the stability triangle.
      expect(Math.abs(a2)).toBeLessThan(1);
      expect(Math.abs(a1)).toBeLessThan(1 + a2);
    }
  });

  test("leaves a filter out whose corner the sample rate has no room for", () => {
    expect(kWeighting(3000).preFilter).toEqual({ b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 });
    expect(kWeighting(3000).rlb.b1).not.toBe(0);
  });
});
