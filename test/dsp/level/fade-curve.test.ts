import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FADE_CURVES, fadeGain, isEqualGain } from "../../../src/dsp/level/fade-curve.ts";

const anyPosition = fc.double({ min: 0, max: 1, noNaN: true });

describe.each(FADE_CURVES)("a %s fade", (curve) => {
  test("begins at exactly 0, ends at exactly 1, and stays there", () => {
    expect([-1, -0, 0, 1, 2].map((position) => fadeGain(curve, position))).toEqual([0, 0, 0, 1, 1]);
    expect([Number.NaN, -Infinity, Infinity].map((position) => fadeGain(curve, position))).toEqual([0, 0, 1]);
  });

  test("never falls, and never leaves 0 to 1", () => {
    fc.assert(
      fc.property(anyPosition, anyPosition, (a, b) => {
        const [low, high] = [fadeGain(curve, Math.min(a, b)), fadeGain(curve, Math.max(a, b))];
        expect(low >= 0 && high <= 1 && low <= high + 1e-15).toBe(true);
      }),
    );
  });

  test("begins without a click", () => {
    expect(fadeGain(curve, 1e-3)).toBeLessThan(2e-3);
    expect(fadeGain(curve, 1e-9)).toBeGreaterThan(0);
  });

  test("adds to 1 with its mirror where it says so, and not elsewhere", () => {
    const sums = [0.1, 0.25, 0.5, 0.7].map((p) => fadeGain(curve, p) + fadeGain(curve, 1 - p));
    expect(sums.every((sum) => Math.abs(sum - 1) < 1e-15)).toBe(isEqualGain(curve));
  });
});

test("the squares of an equal-power fade and its mirror add to 1", () => {
  fc.assert(
    fc.property(anyPosition, (p) => {
      expect(fadeGain("equal-power", p) ** 2 + fadeGain("equal-power", 1 - p) ** 2).toBeCloseTo(1, 14);
    }),
  );
});

test("a raised cosine is half a period of one", () => {
  for (const p of [0.1, 0.3, 0.9]) {
    expect(fadeGain("raised-cosine", p)).toBeCloseTo(0.5 - 0.5 * Math.cos(Math.PI * p), 14);
  }
});

test("an exponential fade is a line of 60 dB in decibels, as near as it says", () => {
  const distance = (p: number) => 20 * Math.log10(fadeGain("exponential", p)) - 60 * (p - 1);
  for (let p = 0.5; p <= 1; p += 0.05) expect(Math.abs(distance(p))).toBeLessThan(0.3);
  expect(distance(0.1)).toBeCloseTo(-6, 0);
});
