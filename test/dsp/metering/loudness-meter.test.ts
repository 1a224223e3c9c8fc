import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LoudnessMeter, loudnessMeter } from "../../../src/dsp/metering/loudness-meter.ts";
import { addInBlocks } from "../../helpers/add-in-blocks.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { noiseFrom } from "../../helpers/noise.ts";
import { sine } from "../../helpers/sine.ts";
import { playTones } from "../../helpers/tone-program.ts";

const NOTHING = Number.NEGATIVE_INFINITY;

function valuesOf(meter: LoudnessMeter): number[] {
  const { momentary, shortTerm, maxMomentary, maxShortTerm, integrated, range } = meter;
  return [momentary, shortTerm, maxMomentary, maxShortTerm, integrated, range];
}

/** Noise that becomes louder and softer, the same every time. */
function noise(sampleRate: number, channels: number, seconds: number): Float32Array[] {
  const next = noiseFrom(1);
  return Array.from({ length: channels }, () =>
    Float32Array.from(
      { length: Math.round(seconds * sampleRate) },
      (_, i) => (next() / 2) * (0.6 + 0.5 * Math.sin(i / (0.7 * sampleRate))),
    ),
  );
}

/** 0 dBFS for a sine of 997 Hz in one channel reads -3.01 LUFS (ITU-R BS.1770-5, Annex 1). */
function fullScale(sampleRate: number): Float32Array {
  return sine(997, sampleRate, 4 * sampleRate);
}

describe("a loudness meter", () => {
  // The K-weighting at 997 Hz is bent a little at low rates.
  test.each([
    [8000, 0.22],
    [11_025, 0.12],
    [16_000, 0.06],
    [22_050, 0.03],
    [44_056, 0.01],
    [44_100, 0.01],
    [48_000, 0.01],
    [96_000, 0.01],
    [192_000, 0.01],
  ])(
    "reads -3.01 LUFS for a full-scale sine of 997 Hz in one channel of %i Hz, to within %f",
    (sampleRate, tolerance) => {
      const meter = loudnessMeter({ sampleRate, channels: 1 });
      meter.add([fullScale(sampleRate)]);
      expect(Math.abs(meter.integrated + 3.01)).toBeLessThan(tolerance);
      expect(meter.momentary).toBeCloseTo(meter.integrated, 2);
      expect(meter.shortTerm).toBeCloseTo(meter.integrated, 2);
    },
  );

  test("measures the same to the bit however the blocks are cut", () => {
    for (const sampleRate of [11_025, 44_100, 1234]) {
      const planes = noise(sampleRate, 2, 5);
      const whole = loudnessMeter({ sampleRate, channels: 2 });
      whole.add(planes);
      const expected = valuesOf(whole);
      expect(expected.every(Number.isFinite)).toBe(true);
      fc.assert(
        fc.property(blockLengths, (lengths) => {
          const series: number[] = [];
          const meter = loudnessMeter({ sampleRate, channels: 2, onMeasure: (frame) => series.push(frame) });
          addInBlocks(meter, planes, lengths);
          expect(valuesOf(meter)).toEqual(expected);
          expect(series).toEqual(
            Array.from({ length: 50 }, (_, i) => Math.round(((i + 1) * sampleRate) / 10)),
          );
        }),
        { numRuns: 5 },
      );
    }
  });

  test("is exact where 10 ms are no whole number of frames", () => {
    // There is no room for the weighting at so low a rate, so a constant of 1 has the power 1.
    const series: number[] = [];
    const meter = loudnessMeter({
      sampleRate: 33,
      channels: 1,
      onMeasure: (_, momentary, shortTerm) => series.push(momentary, shortTerm),
    });
    meter.add([new Float32Array(330).fill(1)]);
    const measured = series.filter((loudness) => loudness !== NOTHING);
    expect(measured).toHaveLength(97 + 71);
    for (const loudness of [...measured, ...valuesOf(meter).slice(0, 5)])
      expect(loudness).toBeCloseTo(-0.691, 12);
  });

  test("finds the greatest short-term loudness to within 10 ms", () => {
    const format = { sampleRate: 8000, channels: 1 };
    const greatest = (before: number) => {
      const meter = loudnessMeter(format);
      playTones(meter, format, [
        { seconds: before, level: NOTHING },
        { seconds: 3, level: -20 },
        { seconds: 1, level: NOTHING },
      ]);
      return meter.maxShortTerm;
    };
    for (let hundredths = 1; hundredths < 20; hundredths++)
      expect(greatest(hundredths / 100)).toBeCloseTo(greatest(0), 3);
  });

  test("counts what is less than 10 LU below the rest, and not what is more", () => {
    const format = { sampleRate: 8000, channels: 1 };
    const integrated = (...levels: number[]) => {
      const meter = loudnessMeter(format);
      playTones(
        meter,
        format,
        levels.map((level) => ({ seconds: 20, level })),
      );
      return meter.integrated;
    };
    // Half of the time at -20 is 3 dB less on average, but for what the soft half adds.
    const powers = 10 ** -2 + 10 ** -3.25;
    expect(integrated(-20, -32.5) - integrated(-20)).toBeCloseTo(10 * Math.log10(powers / 2 / 10 ** -2), 1);
    expect(integrated(-20, -33.5) - integrated(-20)).toBeCloseTo(0, 1);
  });

  test("is as new after a reset", () => {
    const planes = noise(8000, 1, 4.56);
    const meter = loudnessMeter({ sampleRate: 8000, channels: 1 });
    meter.add(planes);
    const first = valuesOf(meter);
    meter.reset();
    expect(valuesOf(meter)).toEqual([NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, 0]);
    meter.add(planes);
    expect(valuesOf(meter)).toEqual(first);
  });

  test("has momentary loudness from 400 ms on, short-term loudness and a range from 3 s on", () => {
    const planes = noise(8000, 1, 4);
    const meter = loudnessMeter({ sampleRate: 8000, channels: 1 });
    const addUpTo = (from: number, to: number) => meter.add(planes.map((plane) => plane.subarray(from, to)));
    addUpTo(0, 3199);
    expect(valuesOf(meter)).toEqual([NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, 0]);
    addUpTo(3199, 3200);
    expect(Number.isFinite(meter.momentary)).toBe(true);
    expect(meter.integrated).toBeCloseTo(meter.momentary, 12);
    expect(meter.maxMomentary).toBe(meter.momentary);
    addUpTo(3200, 23_999);
    expect([meter.shortTerm, meter.maxShortTerm]).toEqual([NOTHING, NOTHING]);
    addUpTo(23_999, 24_000);
    expect(Number.isFinite(meter.shortTerm)).toBe(true);
    expect(meter.range).toBe(0);
  });

  test("counts one sound on two channels 3.01 LU above the same in mono", () => {
    const plane = fullScale(48_000);
    const [mono, dualMono] = [1, 2].map((channels) => {
      const meter = loudnessMeter({ sampleRate: 48_000, channels });
      meter.add(Array.from({ length: channels }, () => plane));
      return meter.integrated;
    });
    expect(dualMono! - mono!).toBeCloseTo(10 * Math.log10(2), 9);
  });

  test("does not hear the low-frequency channel of 5.1, and surround channels 1.41 times", () => {
    const format = { sampleRate: 8000, channels: 6 };
    const loudnessIn = (channel: number, channelMask = 0) => {
      const meter = loudnessMeter({ ...format, channelMask });
      playTones(meter, format, [
        { seconds: 1, level: Array.from({ length: 6 }, (_, i) => (i === channel ? -20 : NOTHING)) },
      ]);
      return meter.integrated;
    };
    expect(loudnessIn(3)).toBe(NOTHING);
    expect(loudnessIn(5) - loudnessIn(0)).toBeCloseTo(10 * Math.log10(1.41), 9);
    expect(loudnessIn(5, 0x13f) - loudnessIn(0)).toBeCloseTo(10 * Math.log10(1.41), 9);
    expect(loudnessIn(3, 0x37 + 0x100)).not.toBe(NOTHING);
  });

  test("takes 10 ms with a NaN or an Infinity in them for silence, and measures what comes after", () => {
    const sound = noise(8000, 1, 4)[0]!;
    const silenced = sound.slice();
    silenced.fill(0, 80, 160);
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const broken = sound.slice();
      broken[100] = wrong;
      const [actual, expected] = [broken, silenced].map((plane) => {
        const meter = loudnessMeter({ sampleRate: 8000, channels: 1 });
        meter.add([plane]);
        return meter;
      });
      // The filters ring on through silence, and begin anew behind what is broken.
      expect(actual!.integrated).toBeCloseTo(expected!.integrated, 2);
      expect(actual!.momentary).toBeCloseTo(expected!.momentary, 9);
    }
  });

  test("comes to rest in the silence after a sound", () => {
    const meter = loudnessMeter({ sampleRate: 8000, channels: 1 });
    meter.add(noise(8000, 1, 1));
    meter.add([new Float32Array(8000)]);
    expect(meter.momentary).toBe(NOTHING);
    expect(meter.maxMomentary).toBeGreaterThan(-30);
    meter.add([new Float32Array(24_000)]);
    expect(meter.shortTerm).toBe(NOTHING);
  });

  test("a loud sound leaves no error behind in the windows after it", () => {
    const format = { sampleRate: 48_000, channels: 1 };
    const soft = (loud: number) => {
      const meter = loudnessMeter(format);
      playTones(meter, format, [
        { seconds: 2, level: loud },
        { seconds: 5, level: -120 },
      ]);
      return meter.shortTerm;
    };
    expect(soft(100)).toBeCloseTo(soft(-120), 9);
  });

  test("works at rates that have no frame for every 10 ms", () => {
    const meter = loudnessMeter({ sampleRate: 7, channels: 1 });
    meter.add([Float32Array.from({ length: 700 }, (_, i) => Math.cos(i * i))]);
    expect(Number.isFinite(meter.integrated)).toBe(true);
    expect(Number.isFinite(meter.shortTerm)).toBe(true);
  });

  test("refuses formats and options that are none", () => {
    expect(() => loudnessMeter({ sampleRate: 44_100.5, channels: 2 })).toThrow(
      "options.sampleRate, when provided, must be an integer of at least 1, got 44100.5",
    );
    expect(() => loudnessMeter({ sampleRate: 44_100, channels: 0 })).toThrow(
      "options.channels, when provided, must be an integer of at least 1, got 0",
    );
    expect(() => loudnessMeter({ sampleRate: 44_100, channels: 2, channelMask: -1 })).toThrow(
      "options.channelMask, when provided, must be an integer of at least 0, got -1",
    );
    expect(() => loudnessMeter({ sampleRate: 44_100, channels: 2 }).add([new Float32Array(3)])).toThrow(
      "expected 2 planes of one length, got 1 with lengths 3",
    );
  });
});
