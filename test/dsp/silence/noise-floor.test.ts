import fc from "fast-check";
import { expect, test } from "vitest";
import { noiseFloor } from "../../../src/dsp/silence/noise-floor.ts";
import { slidingMinimum } from "../../../src/dsp/silence/sliding-minimum.ts";

const anySeries = fc.array(fc.nat(20), { minLength: 1, maxLength: 60 });
const anyLength = fc.integer({ min: 1, max: 20 });

function floorsOf(levels: readonly number[], length: number): number[] {
  const floor = noiseFloor(length);
  const floors = levels.map((level) => floor.push(level)).filter((value) => value !== undefined);
  while (floors.length < levels.length) floors.push(floor.drain());
  return floors;
}

/** The largest minimum among the whole windows that a place lies in. */
function opening(levels: readonly number[], length: number): number[] {
  const size = Math.min(length, levels.length);
  return levels.map((_, place) => {
    const starts = Array.from({ length: levels.length - size + 1 }, (__, start) => start);
    const around = starts.filter((start) => start <= place && place < start + size);
    return Math.max(...around.map((start) => Math.min(...levels.slice(start, start + size))));
  });
}

test("a sliding minimum is the least of the latest values", () => {
  fc.assert(
    fc.property(anySeries, anyLength, (values, length) => {
      const minimum = slidingMinimum(length);
      for (const [i, value] of values.entries()) {
        expect(minimum.push(value)).toBe(Math.min(...values.slice(Math.max(0, i - length + 1), i + 1)));
      }
      minimum.reset();
      expect(minimum.push(99)).toBe(99);
    }),
  );
});

test("the floor is the morphological opening", () => {
  fc.assert(
    fc.property(anySeries, anyLength, (levels, length) => {
      expect(floorsOf(levels, length)).toEqual(opening(levels, length));
    }),
  );
});

test("the floor comes as late as it says", () => {
  const floor = noiseFloor(4);
  expect(floor.delay).toBe(3);
  expect([5, 1, 2, 3, 4].map((level) => floor.push(level))).toEqual([undefined, undefined, undefined, 1, 1]);
});

test("what rises for less than the length leaves the floor, what stays for longer is the floor at once", () => {
  const short = [1, 1, 9, 9, 9, 1, 1, 1, 1];
  const long = [1, 1, 9, 9, 9, 9, 1, 1, 1];
  expect(floorsOf(short, 4)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
  expect(floorsOf(long, 4)).toEqual([1, 1, 9, 9, 9, 9, 1, 1, 1]);
});
