import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type NoiseOptions, noise } from "../../../src/dsp/level/noise.ts";

const COUNT = 2 ** 17;

function uniform(options: NoiseOptions = {}, frame = 0, frames = COUNT): Float64Array {
  const into = new Float64Array(frames);
  noise(options).uniform(into, frame);
  return into;
}

function triangular(options: NoiseOptions = {}, frame = 0, frames = COUNT): Float64Array {
  const into = new Float64Array(frames);
  noise(options).triangular(into, frame);
  return into;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of -1 to 1; chance alone makes about the root of the inverse of the number of values. */
function correlation(a: Float64Array, b: Float64Array): number {
  const [meanA, meanB] = [mean(a), mean(b)];
  const product = mean(a.map((value, n) => (value - meanA) * (b[n]! - meanB)));
  const power = mean(a.map((value) => (value - meanA) ** 2)) * mean(b.map((value) => (value - meanB) ** 2));
  return product / Math.sqrt(power);
}

/** How far counts are from equal ones, in standard deviations of the chi-square distribution that chance would give. */
function unevenness(counts: readonly number[], expected: readonly number[]): number {
  const chiSquare = counts.reduce((sum, count, n) => sum + (count - expected[n]!) ** 2 / expected[n]!, 0);
  return (chiSquare - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

function histogram(values: Float64Array, bins: number, from: number, to: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) counts[Math.floor(((value - from) / (to - from)) * bins)]!++;
  return counts;
}

/** Five standard deviations. */
const CHANCE = 5 / Math.sqrt(COUNT);

const anyFrame = fc.maxSafeInteger().map(Math.abs);

test("any frame can be asked for first", () => {
  fc.assert(
    fc.property(
      anyFrame,
      fc.integer({ min: 0, max: 99 }),
      fc.nat(),
      fc.nat({ max: 20 }),
      (at, skip, seed, channel) => {
        const frame = Math.min(at, Number.MAX_SAFE_INTEGER - 100);
        const options = { seed, channel };
        expect(triangular(options, frame, 100).subarray(skip)).toEqual(
          triangular(options, frame + skip, 100 - skip),
        );
        expect(uniform(options, frame, 100)[skip]).toBe(uniform(options, frame + skip, 1)[0]);
      },
    ),
  );
});

test("a run goes on across the border of 32 bits, and nothing repeats behind it", () => {
  const across = uniform({}, 2 ** 32 - 50, 100);
  expect(across.subarray(50)).toEqual(uniform({}, 2 ** 32, 50));
  expect(correlation(uniform({}, 2 ** 32), uniform())).toBeLessThan(CHANCE);
  expect(new Set(across).size).toBe(100);
});

test("only as many frames are filled in as were asked for", () => {
  const into = new Float64Array(4).fill(9);
  noise().triangular(into, 5, 2);
  expect([...into.subarray(2)]).toEqual([9, 9]);
});

test("it is the same noise on every machine and in every version", () => {
  expect([...uniform({ seed: 1, channel: 2 }, 3, 3)].map((value) => value * 2 ** 32)).toMatchInlineSnapshot(`
    [
      3880922188,
      2303471583,
      2165276842,
    ]
  `);
  expect(
    [...triangular({ seed: 2 ** 40 }, 2 ** 50, 3)].map((value) => value * 2 ** 16),
  ).toMatchInlineSnapshot(`
    [
      -48174,
      15200,
      -24541,
    ]
  `);
});

describe("uniform noise", () => {
  const values = uniform();

  test("lies evenly from 0 to below 1", () => {
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(Math.abs(mean(values) - 0.5)).toBeLessThan(CHANCE * Math.sqrt(1 / 12));
    expect(Math.abs(mean(values.map((value) => (value - 0.5) ** 2)) - 1 / 12)).toBeLessThan(
      CHANCE * Math.sqrt(1 / 180),
    );
    const even = new Array<number>(256).fill(COUNT / 256);
    expect(Math.abs(unevenness(histogram(values, 256, 0, 1), even))).toBeLessThan(5);
    // The lower bits too.
    const lower = values.map((value) => (value * 2 ** 24) % 1);
    expect(Math.abs(unevenness(histogram(lower, 256, 0, 1), even))).toBeLessThan(5);
  });

  test("has pairs of neighbors that lie evenly in the square", () => {
    const pairs = values.subarray(1).map((value, n) => (Math.floor(values[n]! * 32) + value) / 32);
    const even = new Array<number>(1024).fill(pairs.length / 1024);
    expect(Math.abs(unevenness(histogram(pairs, 1024, 0, 1), even))).toBeLessThan(5);
  });

  test.each([1, 2, 3, 4, 8, 64, 256, 1024, 65536])(
    "has nothing in common with itself %i frames later",
    (lag) => {
      expect(Math.abs(correlation(values, uniform({}, lag)))).toBeLessThan(CHANCE);
    },
  );

  test("has nothing in common with other channels and other seeds", () => {
    for (const other of [1, 2, 3, 7, 255, 2 ** 32]) {
      expect(Math.abs(correlation(values, uniform({ channel: other })))).toBeLessThan(CHANCE);
      expect(Math.abs(correlation(values, uniform({ seed: other })))).toBeLessThan(CHANCE);
      expect(Math.abs(correlation(uniform({ seed: other }), uniform({ channel: other })))).toBeLessThan(
        CHANCE,
      );
    }
  });
});

describe("triangular noise", () => {
  const values = triangular({ seed: 5 });

  test("has mean 0, variance 1/6 and the shape of a triangle", () => {
    expect(values.every((value) => value > -1 && value < 1)).toBe(true);
    expect(Math.abs(mean(values))).toBeLessThan(CHANCE * Math.sqrt(1 / 6));
    expect(Math.abs(mean(values.map((value) => value ** 2)) - 1 / 6)).toBeLessThan(
      CHANCE * Math.sqrt(7 / 180),
    );
    // Of 64 bins between -1 and 1, each holds the area of the triangle above it.
    const triangle = Array.from(
      { length: 64 },
      (_, bin) => (COUNT * (1 - Math.abs((bin + 0.5) / 32 - 1))) / 32,
    );
    expect(Math.abs(unevenness(histogram(values, 64, -1, 1), triangle))).toBeLessThan(5);
  });

  test("has nothing in common with neighbors and other channels, nor has its size", () => {
    const size = (noise: Float64Array) => noise.map(Math.abs);
    for (const other of [
      triangular({ seed: 5 }, 1),
      triangular({ seed: 5 }, 2),
      triangular({ seed: 5, channel: 1 }),
    ]) {
      expect(Math.abs(correlation(values, other))).toBeLessThan(CHANCE);
      expect(Math.abs(correlation(size(values), size(other)))).toBeLessThan(CHANCE);
    }
  });
});

test("seeds and channels that are no whole numbers are refused", () => {
  expect(() => noise({ seed: -1 })).toThrow(
    "options.seed, when provided, must be an integer of at least 0, got -1",
  );
  expect(() => noise({ channel: 0.5 })).toThrow("options.channel");
});
