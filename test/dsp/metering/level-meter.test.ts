import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Levels } from "../../../src/dsp/metering/channel-levels.ts";
import { levelMeter } from "../../../src/dsp/metering/level-meter.ts";
import { addInBlocks } from "../../helpers/add-in-blocks.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { noiseFrom } from "../../helpers/noise.ts";

function levelsOf(samples: readonly number[], clipLevel?: number): Levels {
  const meter = levelMeter({ channels: 1, ...(clipLevel !== undefined && { clipLevel }) });
  meter.add([Float32Array.from(samples)]);
  return meter.channels[0]!;
}

/** Samples as they come: many small ones, some at full scale, some that are no numbers. */
const sample = fc.oneof(
  { weight: 6, arbitrary: fc.float({ min: -1, max: 1, noNaN: true }) },
  { weight: 3, arbitrary: fc.constantFrom(1, -1, 32767 / 32768, -0, 0) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);

/** Levels by their definitions, of all samples at once. */
function definition(samples: readonly number[]): Levels {
  const finite = samples.filter(Number.isFinite);
  const peak = Math.max(...finite.map(Math.abs));
  const isClipped = (value: number | undefined, side: number) =>
    value !== undefined && Number.isFinite(value) && value * side >= 32767 / 32768;
  const runsOn = (side: number) =>
    samples.filter(
      (_, i) =>
        isClipped(samples[i], side) && isClipped(samples[i + 1], side) && !isClipped(samples[i - 1], side),
    ).length;
  return {
    samples: finite.length,
    nonFinite: samples.length - finite.length,
    peak,
    peakFrame: samples.findIndex((value) => Math.abs(value) === peak),
    minimum: Math.min(...finite),
    maximum: Math.max(...finite),
    rms: Math.sqrt(finite.reduce((sum, value) => sum + value * value, 0) / finite.length),
    dcOffset: finite.reduce((sum, value) => sum + value, 0) / finite.length,
    clippedSamples: finite.filter((value) => isClipped(value, 1) || isClipped(value, -1)).length,
    clippedRuns: runsOn(1) + runsOn(-1),
  };
}

describe("a level meter", () => {
  test("measures what the definitions say", () => {
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 300 }), (samples) => {
        const rounded = samples.map(Math.fround);
        fc.pre(rounded.some(Number.isFinite));
        const { rms, dcOffset, minimum, maximum, ...exact } = levelsOf(rounded);
        const expected = definition(rounded);
        expect({ ...expected, ...exact }).toEqual(expected);
        expect([minimum + 0, maximum + 0]).toEqual([expected.minimum + 0, expected.maximum + 0]);
        expect(rms).toBeCloseTo(expected.rms, 12);
        expect(dcOffset).toBeCloseTo(expected.dcOffset, 12);
      }),
    );
  });

  test("knows a sine: its peak, its RMS, and the constant that was added to it", () => {
    const { peak, rms, dcOffset, minimum, maximum } = levelsOf(
      Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * i) / 480) + 0.125),
    );
    expect([peak, minimum, maximum]).toEqual([0.625, -0.375, 0.625]);
    expect(dcOffset).toBeCloseTo(0.125, 8);
    expect(rms).toBeCloseTo(Math.sqrt(0.125 + 0.125 ** 2), 8);
  });

  test("measures the same to the bit however the blocks are cut", () => {
    const noise = noiseFrom(7);
    const random = () => (noise() + 1) / 2;
    const special = [Number.NaN, Number.NEGATIVE_INFINITY, 1, 1, 1, -1, -1];
    const planes = [1, 2].map(() =>
      Float32Array.from({ length: 20_000 }, () =>
        random() < 0.01 ? special[Math.floor(random() * special.length)]! : 2.1 * (random() - 0.5),
      ),
    );
    const whole = levelMeter({ channels: 2 });
    whole.add(planes);
    fc.assert(
      fc.property(blockLengths, (lengths) => {
        const meter = levelMeter({ channels: 2 });
        addInBlocks(meter, planes, lengths);
        expect(meter.channels).toEqual(whole.channels);
        expect(meter.overall).toEqual(whole.overall);
        expect(meter.frames).toBe(20_000);
      }),
      { numRuns: 30 },
    );
    expect(whole.overall.nonFinite).toBeGreaterThan(10);
    expect(whole.overall.clippedRuns).toBeGreaterThan(10);
  });

  test("counts 16-bit full scale on both sides as clipped, and what is one step below it not", () => {
    expect(levelsOf([32767 / 32768, 0, -1, 0, -32767 / 32768, 0, 1.5]).clippedSamples).toBe(4);
    expect(levelsOf([32766 / 32768, -32766 / 32768]).clippedSamples).toBe(0);
    expect(levelsOf([0.5, -0.6, 0.4], 0.5).clippedSamples).toBe(2);
  });

  test("counts a run once, however long, and one for each side", () => {
    expect(levelsOf([1, 0, 1, 1, 0, 1, 1, 1, 1, 0]).clippedRuns).toBe(2);
    expect(levelsOf([1, -1, 1, -1]).clippedRuns).toBe(0);
    expect(levelsOf([1, 1, -1, -1]).clippedRuns).toBe(2);
    expect(levelsOf([1, Number.NaN, 1]).clippedRuns).toBe(0);
  });

  test("overall, is all channels together", () => {
    const meter = levelMeter({ channels: 2 });
    meter.add([Float32Array.of(0, 0.5, 0, -1), Float32Array.of(1, 0, 0, 0)]);
    expect(meter.overall).toEqual({
      samples: 8,
      nonFinite: 0,
      peak: 1,
      peakFrame: 0,
      minimum: -1,
      maximum: 1,
      rms: Math.sqrt(2.25 / 8),
      dcOffset: 0.5 / 8,
      clippedSamples: 2,
      clippedRuns: 0,
    });
  });

  test("sums up a small constant over very many samples without drifting", () => {
    const meter = levelMeter({ channels: 1 });
    const block = new Float32Array(1_000_000).fill(0.1);
    for (let i = 0; i < 20; i++) meter.add([block]);
    const { dcOffset, rms } = meter.overall;
    expect(Math.abs(dcOffset / Math.fround(0.1) - 1)).toBeLessThan(1e-13);
    expect(Math.abs(rms / Math.fround(0.1) - 1)).toBeLessThan(1e-13);
  });

  test("does not lose small samples beside huge ones", () => {
    const meter = levelMeter({ channels: 1 });
    for (const value of [2 ** 70, 0.5, -(2 ** 70)]) meter.add([new Float32Array(4096).fill(value)]);
    expect(meter.overall.dcOffset).toBe(0.5 / 3);
  });

  test("has zeros for nothing, and for what is no number", () => {
    const zeros = {
      samples: 0,
      nonFinite: 0,
      peak: 0,
      peakFrame: 0,
      minimum: 0,
      maximum: 0,
      rms: 0,
      dcOffset: 0,
      clippedSamples: 0,
      clippedRuns: 0,
    };
    expect(levelMeter({ channels: 2 }).overall).toEqual(zeros);
    expect(levelsOf([Number.NaN, Number.POSITIVE_INFINITY])).toEqual({ ...zeros, nonFinite: 2 });
  });

  test("is as new after a reset", () => {
    const meter = levelMeter({ channels: 1 });
    meter.add([Float32Array.of(1, 1, Number.NaN)]);
    meter.reset();
    expect(meter.frames).toBe(0);
    expect(meter.overall).toEqual(levelMeter({ channels: 1 }).overall);
    meter.add([Float32Array.of(0.25)]);
    expect(meter.overall).toEqual(levelsOf([0.25]));
  });

  test("refuses what is no number of channels and no level", () => {
    expect(() => levelMeter({ channels: 0 })).toThrow(
      "options.channels, when provided, must be an integer of at least 1, got 0",
    );
    expect(() => levelMeter({ channels: 1, clipLevel: -1 })).toThrow(
      "options.clipLevel, when provided, must be a number of at least 0, got -1",
    );
    expect(() => levelMeter({ channels: 2 }).add([new Float32Array(2), new Float32Array(3)])).toThrow(
      "expected 2 planes of one length, got 2 with lengths 2, 3",
    );
  });
});
