import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { loudnessHistogram, loudnessOfPower } from "../../../src/dsp/metering/loudness-histogram.ts";

/** The power that has a loudness. */
function powerOf(lufs: number): number {
  return 10 ** ((lufs + 0.691) / 10);
}

function mean(powers: readonly number[]): number {
  return powers.reduce((sum, power) => sum + power, 0) / powers.length;
}

/** The two gates, on all blocks at once (ITU-R BS.1770-5, Annex 1). */
function gated(lufs: readonly number[], below: number): number[] {
  const heard = lufs.filter((loudness) => loudness > -70).map(powerOf);
  const gate = mean(heard) * 10 ** (-below / 10);
  return heard.filter((power) => power > gate).sort((a, b) => a - b);
}

/** Whether a block is so near to the gate that its bin decides. */
function isNearGate(lufs: readonly number[], below: number): boolean {
  const gate = loudnessOfPower(mean(lufs.filter((loudness) => loudness > -70).map(powerOf))) - below;
  return lufs.some((loudness) => Math.abs(loudness - gate) < 0.0101);
}

const blocks = fc.array(fc.double({ min: -90, max: 20, noNaN: true }), { minLength: 1, maxLength: 200 });

describe("a loudness histogram", () => {
  test("gates as all blocks together would, to within rounding", () => {
    fc.assert(
      fc.property(blocks, fc.integer({ min: 5, max: 30 }), (lufs, below) => {
        fc.pre(lufs.some((loudness) => loudness > -70) && !isNearGate(lufs, below));
        const histogram = loudnessHistogram();
        for (const loudness of lufs) histogram.add(powerOf(loudness));
        expect(histogram.gatedLoudness(below)).toBeCloseTo(loudnessOfPower(mean(gated(lufs, below))), 9);
      }),
    );
  });

  test("has percentiles to within a bin of those of the sorted blocks", () => {
    fc.assert(
      fc.property(blocks, (lufs) => {
        fc.pre(lufs.some((loudness) => loudness > -70) && !isNearGate(lufs, 20));
        const histogram = loudnessHistogram();
        for (const loudness of lufs) histogram.add(powerOf(loudness));
        const sorted = gated(lufs, 20).map(loudnessOfPower);
        const at = (percentile: number) => sorted[Math.round(((sorted.length - 1) * percentile) / 100)]!;
        expect(Math.abs(histogram.gatedSpread(20, 10, 95) - (at(95) - at(10)))).toBeLessThan(0.0201);
      }),
    );
  });

  test("has nothing to say of no blocks, nor of what is not above the absolute gate", () => {
    const histogram = loudnessHistogram();
    for (const power of [0, powerOf(-70.0001), Number.NaN]) histogram.add(power);
    expect(histogram.gatedLoudness(10)).toBe(Number.NEGATIVE_INFINITY);
    expect(histogram.gatedSpread(20, 10, 95)).toBe(0);
    histogram.add(powerOf(-69.9999));
    expect(histogram.gatedLoudness(10)).toBeCloseTo(-69.9999, 9);
  });

  test("counts what is louder than any audio", () => {
    const histogram = loudnessHistogram();
    histogram.add(1e30);
    expect(histogram.gatedLoudness(10)).toBeCloseTo(299.309, 9);
  });

  test("begins anew after a reset", () => {
    const histogram = loudnessHistogram();
    histogram.add(1);
    histogram.reset();
    expect(histogram.gatedLoudness(10)).toBe(Number.NEGATIVE_INFINITY);
  });
});
