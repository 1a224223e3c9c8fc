import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { truePeakFilter } from "../../../src/dsp/metering/true-peak-filter.ts";
import { truePeakMeter } from "../../../src/dsp/metering/true-peak-meter.ts";
import { addInBlocks } from "../../helpers/add-in-blocks.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { restlessNoise } from "../../helpers/noise.ts";
import { waveformPeak } from "../../helpers/waveform-peak.ts";

/** What a meter shows of a sound, in dBTP. */
function measured(planes: readonly Float32Array[], sampleRate: number = 48_000): number {
  const meter = truePeakMeter({ sampleRate, channels: planes.length });
  meter.add(planes);
  return meter.level;
}

/** A sine that fades in and out: it would ring where it begins. */
function fadedSine(frequency: number, degrees: number, amplitude: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, n) => {
    const fade = Math.min(1, n / 1000, (frames - 1 - n) / 1000);
    return amplitude * fade * Math.sin(2 * Math.PI * frequency * n + (degrees * Math.PI) / 180);
  });
}

/** A low-pass at the fourth part of the band. */
function bandLimited(samples: Float64Array): Float64Array {
  const reach = 256;
  return samples.map((_, n) => {
    let sum = 0;
    for (let tap = -reach; tap <= reach; tap++) {
      const x = (0.9 * tap) / 4;
      const window = 0.5 + 0.5 * Math.cos((Math.PI * tap) / reach);
      const weight = tap === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
      sum += (samples[n - tap] ?? 0) * weight * window * 0.225;
    }
    return sum;
  });
}

describe("a true-peak meter, by EBU Tech 3341", () => {
  test.each([
    [15, 1 / 4, 0, 0.5, -6],
    [16, 1 / 4, 45, 0.5, -6],
    [17, 1 / 6, 60, 0.5, -6],
    [18, 1 / 8, 67.5, 0.5, -6],
    [19, 1 / 4, 45, 1.41, 3],
  ])("reads case %i", (_, frequency, degrees, amplitude, expected) => {
    const tone = fadedSine(frequency, degrees, amplitude, 48_000);
    for (const rate of [44_100, 48_000, 96_000]) {
      expect(measured([tone, tone], rate)).toBeGreaterThan(expected - 0.4);
      expect(measured([tone, tone], rate)).toBeLessThan(expected + 0.2);
    }
  });

  test.each([
    [20, 0],
    [21, 1],
    [22, 2],
    [23, 3],
  ])(
    "reads what cases 20 to 23 are like, a short peak of 0 dBTP at any place between samples: %i",
    (_, offset) => {
      const frames = 4 * 600;
      const fine = bandLimited(
        Float64Array.from({ length: frames }, (_, n) => {
          const louder = Math.abs(n - frames / 2) < 12 ? 1 : 0.5;
          const fade = Math.min(1, n / 400, (frames - 1 - n) / 400);
          return louder * fade * Math.sin((2 * Math.PI * n) / 24);
        }),
      );
      const highest = fine.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
      const sound = Float32Array.from(
        { length: frames / 4 },
        (_, n) => (fine[4 * n + offset] ?? 0) / highest,
      );
      expect(measured([sound, sound])).toBeGreaterThan(-0.4);
      expect(measured([sound, sound])).toBeLessThan(0.2);
    },
  );
});

describe("a true-peak meter", () => {
  it("reads a tone of up to 0.45 of the sample rate as high as four points let it, and no higher", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.45, noNaN: true }), fc.nat(360), (frequency, degrees) => {
        const level = measured([fadedSine(frequency, degrees, 1, 4000)]);
        expect(level).toBeLessThan(0.07);
        expect(level).toBeGreaterThan(20 * Math.log10(Math.cos((Math.PI * frequency) / 4)) - 0.07);
      }),
      { numRuns: 40 },
    );
  });

  it("counts what rings before the first and after the last sample", () => {
    for (const sound of [[0.5, 0.5], [0.3, 0.9, 0.9, 0.3], [1], []]) {
      const plane = Float32Array.from(sound);
      const meter = truePeakMeter({ sampleRate: 48_000, channels: 1 });
      meter.add([plane]);
      expect(meter.peak).toBeGreaterThan(waveformPeak(plane, 4) * 0.98 - 1e-9);
      expect(meter.peak).toBeLessThan(waveformPeak(plane, 4) * 1.02 + 1e-9);
    }
  });

  it("reads the same however audio is cut, and whether it was read before", () => {
    const sound = restlessNoise(2, 3000);
    const whole = truePeakMeter({ sampleRate: 44_100, channels: 2 });
    whole.add(sound);
    expect(whole.peak).toBe(Math.max(...whole.channelPeaks));
    fc.assert(
      fc.property(blockLengths, (lengths) => {
        const meter = truePeakMeter({ sampleRate: 44_100, channels: 2 });
        addInBlocks(meter, sound, lengths, () => expect(meter.peak).toBeGreaterThanOrEqual(0));
        expect(meter.channelPeaks).toEqual(whole.channelPeaks);
      }),
      { numRuns: 20 },
    );
  });

  it("knows nothing after a reset, and reads silence as minus infinity", () => {
    const meter = truePeakMeter({ sampleRate: 44_100, channels: 2 });
    meter.add(restlessNoise(2, 3000));
    meter.reset();
    expect(meter.channelPeaks).toEqual([0, 0]);
    expect(meter.level).toBe(Number.NEGATIVE_INFINITY);
  });

  it("leaves out what is not finite", () => {
    const sound = fadedSine(0.25, 45, 0.5, 4000);
    const expected = measured([sound]);
    sound[2100] = Number.NaN;
    expect(measured([sound])).toBeCloseTo(expected, 3);
    sound[2200] = Number.POSITIVE_INFINITY;
    expect(measured([sound])).toBeCloseTo(expected, 3);
  });

  it("counts samples alone from 192 kHz on", () => {
    expect(measured([fadedSine(0.25, 45, 0.5, 4000)], 192_000)).toBeCloseTo(-9.03, 2);
    expect(truePeakFilter(96_000).factor).toBe(2);
  });
});

describe("what a true-peak filter leaves out", () => {
  const sounds = fc
    .record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      smoothing: fc.double({ min: 0, max: 0.99, noNaN: true }),
      frames: fc.integer({ min: 1, max: 400 }),
    })
    .map(({ seed, smoothing, frames }) => {
      const [noise = new Float32Array()] = restlessNoise(1, frames + 32, 1, seed);
      let last = 0;
      return noise.map((sample) => (last = smoothing * last + (1 - smoothing) * sample));
    });

  it("changes nothing", () => {
    const threshold = fc.double({ min: 0.01, max: 1.2, noNaN: true });
    fc.assert(
      fc.property(sounds, threshold, fc.constantFrom(44_100, 96_000), (sound, relative, rate) => {
        const filter = truePeakFilter(rate);
        const to = sound.length - 16;
        // One by one, and with nothing to be higher than, no interval is left out.
        const each = Array.from({ length: to - 16 }, (_, n) => filter.highest(sound, n + 16, n + 17, 0));
        const highest = Math.max(...each);
        expect(filter.highest(sound, 16, to, 0)).toBe(highest);
        const least = relative * highest;
        const peaks = new Float64Array(each.length);
        const found = filter.mark(sound, 16, to, least, peaks);
        expect(Array.from(peaks, (peak) => peak > 0)).toEqual(each.map((peak) => peak > least));
        expect(found).toBe(peaks.some((peak) => peak > 0));
        expect(peaks.every((peak, n) => peak === 0 || peak >= (each[n] ?? 0))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
