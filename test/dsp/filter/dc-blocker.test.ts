import fc from "fast-check";
import { expect, test } from "vitest";
import { dcBlocker } from "../../../src/dsp/filter/dc-blocker.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { whiteNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { sine } from "../../helpers/sine.ts";
import { sameBits } from "../../helpers/sound-difference.ts";
import { amplitudeAt } from "../../helpers/spectrum.ts";

test("it gives the same however blocks are cut, and again after reset", () => {
  const planes = [whiteNoise(2000, 1), whiteNoise(2000, 2)];
  const blocker = dcBlocker({ sampleRate: 8000, channels: 2 });
  const whole = processed(blocker, planes);
  fc.assert(
    fc.property(blockLengths, (cuts) => {
      blocker.reset();
      expect(sameBits(processed(blocker, planes, cuts), whole)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test.each([5, 20, 1000])("it is a high-pass of first order with its cutoff at %i Hz", (cutoff) => {
  // By the bilinear transform, the analog frequency of f is tan(pi f / rate).
  const warped = (frequency: number) => Math.tan((Math.PI * frequency) / 8000);
  for (const frequency of [cutoff / 2, cutoff, 2 * cutoff, 3000]) {
    const ratio = warped(frequency) / warped(cutoff);
    const frames = 4 * 8000; // the first half is for settling; the second holds whole periods
    const [result] = processed(dcBlocker({ sampleRate: 8000, channels: 1, cutoff }), [
      sine(frequency, 8000, frames),
    ]);
    const amplitude = amplitudeAt(result!.subarray(frames / 2), frequency / 8000);
    expect(amplitude).toBeCloseTo(ratio / Math.sqrt(1 + ratio ** 2), 5);
  }
});

test("an offset goes, and ends in digital silence", () => {
  const offset = new Float32Array(100_000).fill(0.5);
  const [result] = processed(dcBlocker({ sampleRate: 8000, channels: 1, cutoff: 50 }), [offset]);
  const timeConstant = Math.round(8000 / (2 * Math.PI * 50));
  expect(result![timeConstant]! / result![0]!).toBeCloseTo(Math.exp(-1), 1);
  expect(result!.subarray(50_000).every((sample) => sample === 0)).toBe(true);
  // On the way there, nothing is as small as numbers that processors are slow with.
  expect(result!.every((sample) => sample === 0 || Math.abs(sample) > 1e-31)).toBe(true);
});

test("samples that are not finite count as 0", () => {
  const blocker = dcBlocker({ sampleRate: 8000, channels: 1 });
  const [result] = processed(blocker, [Float32Array.of(0.5, Number.NaN, Infinity, -Infinity, 0.5)]);
  blocker.reset();
  const [other] = processed(blocker, [Float32Array.of(0.5, 0, 0, 0, 0.5)]);
  expect([...result!]).toEqual([...other!]);
});

test("a cutoff that cannot be is refused", () => {
  const make = (cutoff: number) => () => dcBlocker({ sampleRate: 8000, channels: 1, cutoff });
  expect(make(4000)).toThrow(
    "options.cutoff, when provided, must be a number above 0 and below 4000, got 4000",
  );
  expect(make(0)).toThrow("options.cutoff");
  expect(make(Number.NaN)).toThrow("options.cutoff");
});
