import fc from "fast-check";
import { expect, test } from "vitest";
import { binaryFractions, binaryLogarithms } from "../../../src/dsp/dynamics/binary-logarithm.ts";

function binaryLogarithm(ratio: number, factor = 1): number {
  const result = new Float64Array(1);
  binaryLogarithms(Float64Array.of(ratio), factor, 1, result);
  return result[0] ?? Number.NaN;
}

function binaryFraction(exponent: number, factor = 1): number {
  const result = Float64Array.of(exponent);
  binaryFractions(result, factor, 1);
  return result[0] ?? Number.NaN;
}

test("the binary logarithm is right within 5e-8", () => {
  const ratios = fc.oneof(
    fc.double({ min: 1, max: 4, noNaN: true }),
    fc.double({ min: 0, max: 31, noNaN: true }).map((power) => 2 ** power),
  );
  fc.assert(
    fc.property(ratios, (ratio) => {
      expect(Math.abs(binaryLogarithm(ratio) - Math.log2(ratio))).toBeLessThan(5e-8);
    }),
    { numRuns: 2000 },
  );
  expect(binaryLogarithm(2 ** 40)).toBeCloseTo(31, 7);
  expect(binaryLogarithm(Number.POSITIVE_INFINITY)).toBeCloseTo(31, 7);
  expect(binaryLogarithm(3, 4)).toBe(binaryLogarithm(12));
});

test("the binary logarithm of what is 1 or less, or no number, is 0", () => {
  expect([1, 0.5, 0, -1, Number.NaN].map((ratio) => binaryLogarithm(ratio))).toEqual([0, 0, 0, 0, 0]);
});

test("powers of a half are right within 2e-7 of themselves", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 63, noNaN: true }), (exponent) => {
      expect(Math.abs(binaryFraction(exponent) * 2 ** exponent - 1)).toBeLessThan(2e-7);
    }),
    { numRuns: 2000 },
  );
  expect([0, 1, 2, 63, 70].map((exponent) => binaryFraction(exponent, 3))).toEqual(
    [1, 0.5, 0.25, 2 ** -63, 2 ** -63].map((power) => 3 * power),
  );
});
