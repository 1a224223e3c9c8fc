import fc from "fast-check";
import { expect, test } from "vitest";
import { binaryFraction, binaryLogarithm } from "../../src/dsp/binary-logarithm.ts";

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
});

test("powers of a half are right within 2e-7 of themselves", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 63, noNaN: true }), (exponent) => {
      expect(Math.abs(binaryFraction(exponent) * 2 ** exponent - 1)).toBeLessThan(2e-7);
    }),
    { numRuns: 2000 },
  );
  expect([0, 1, 2, 63].map(binaryFraction)).toEqual([1, 0.5, 0.25, 2 ** -63]);
});
