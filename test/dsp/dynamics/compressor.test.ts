import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compressor } from "../../../src/dsp/dynamics/compressor.ts";
import { gainReduction } from "../../../src/dsp/dynamics/compressor-gain.ts";
import { restlessNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { claimsOfProcessor } from "../../helpers/processor-claims.ts";
import { sine } from "../../helpers/sine.ts";
import { differenceInDecibels, sameBits } from "../../helpers/sound-difference.ts";

const RATE = 44_100;
const STEREO = { sampleRate: RATE, channels: 2 };
const MONO = { sampleRate: RATE, channels: 1 };

const level = (amplitude: number): number => 20 * Math.log10(amplitude);
const steady = (decibels: number, frames: number): Float32Array =>
  new Float32Array(frames).fill(10 ** (decibels / 20));

/** dB by which a level is reduced: the curve of Giannoulis et al., equation 4. */
function curve(input: number, threshold: number, ratio: number, knee: number): number {
  const over = input - threshold;
  if (2 * over < -knee) return 0;
  if (2 * over <= knee && knee > 0) return ((1 - 1 / ratio) * (over + knee / 2) ** 2) / (2 * knee);
  return (1 - 1 / ratio) * over;
}

describe("a compressor of peaks", () => {
  claimsOfProcessor(() => compressor(STEREO));
});

describe("a compressor of mean squares, ahead of the audio, of each channel alone", () => {
  claimsOfProcessor(() => compressor({ ...STEREO, detector: "rms", lookahead: 0.003, link: "none" }));
});

describe("a compressor", () => {
  it("has the curve of its threshold, ratio and knee", () => {
    const decibels = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(
        decibels(-60, 6),
        decibels(-60, 0),
        decibels(1, 50),
        decibels(0, 30),
        (input, threshold, ratio, knee) => {
          const options = { ...MONO, threshold, ratio, knee, attack: 0, makeup: 3 };
          const [result] = processed(compressor(options), [steady(input, 10)]);
          expect(level(result?.at(-1) ?? 0)).toBeCloseTo(input + 3 - curve(input, threshold, ratio, knee), 4);
        },
      ),
    );
  });

  it("is what the paper describes, computed with logarithms throughout", () => {
    const [sound = new Float32Array()] = restlessNoise(1, 20_000);
    const [result] = processed(compressor({ ...MONO, attack: 0.002, release: 0.05, makeup: 4 }), [sound]);
    let reduction = 0;
    const expected = sound.map((sample) => {
      const wanted = curve(level(Math.abs(sample)), -24, 4, 6);
      const factor = Math.exp(-1 / (RATE * (wanted > reduction ? 0.002 : 0.05)));
      reduction = factor * reduction + (1 - factor) * wanted;
      return sample * 10 ** ((4 - reduction) / 20);
    });
    expect(differenceInDecibels([expected], [result ?? expected])).toBeLessThan(-110);
  });

  it("has done 63 % of its way after its time constants", () => {
    const sound = [new Float32Array(3 * RATE).fill(1, RATE, 2 * RATE).fill(0.001, 2 * RATE)];
    const options = { ...MONO, threshold: -20, ratio: 2, knee: 0, attack: 0.02, release: 0.2 };
    const [result = new Float32Array()] = processed(compressor(options), sound);
    const reduction = (frame: number) => level((sound[0]?.[frame] ?? 0) / (result[frame] ?? 0));
    expect(reduction(2 * RATE - 1)).toBeCloseTo(10, 3);
    expect(reduction(RATE + 0.02 * RATE - 1)).toBeCloseTo(10 * (1 - 1 / Math.E), 2);
    expect(reduction(2 * RATE + 0.2 * RATE - 1)).toBeCloseTo(10 / Math.E, 2);
  });

  it("gives what is below its knee to the bit, also after something loud", () => {
    const sound = restlessNoise(2, 3 * RATE, 0.04); // the knee begins at -27 dB
    const before = sound.map((plane) => plane.slice());
    for (const plane of sound) plane.fill(0.9, 100, 500);
    const result = processed(compressor({ ...STEREO, release: 0.1 }), sound);
    const after = 3 * RATE - 20_000;
    const same = (from: number, to: number) =>
      expect(
        sameBits(
          result.map((plane) => plane.slice(from, to)),
          before.map((plane) => plane.slice(from, to)),
        ),
      ).toBe(true);
    same(0, 100);
    same(after, 3 * RATE);
    expect(differenceInDecibels(result, sound, 500)).toBeGreaterThan(-50);
  });

  it("lowers both channels by what the louder one needs, or each by its own", () => {
    const sound = [steady(-10, 1000), steady(-40, 1000)];
    const options = { ...STEREO, threshold: -20, ratio: 2, knee: 0, attack: 0 };
    const levels = (planes: readonly Float32Array[]) => planes.map((plane) => level(plane.at(-1) ?? 0));
    expect(levels(processed(compressor(options), sound))).toEqual([
      expect.closeTo(-15, 4),
      expect.closeTo(-45, 4),
    ]);
    expect(levels(processed(compressor(options), sound.toReversed()))).toEqual([
      expect.closeTo(-45, 4),
      expect.closeTo(-15, 4),
    ]);
    expect(levels(processed(compressor({ ...options, link: "none" }), sound))).toEqual([
      expect.closeTo(-15, 4),
      expect.closeTo(-40, 4),
    ]);
  });

  it("of mean squares takes a sine for 3 dB less than its peaks", () => {
    const tone = sine(997, RATE, RATE);
    const options = { ...MONO, threshold: -20, ratio: 4, knee: 0, attack: 0.1, release: 0.1, averaging: 0.1 };
    const [result = tone] = processed(compressor({ ...options, detector: "rms" }), [tone]);
    const end = result.subarray(RATE - 2000);
    expect(level(Math.max(...end))).toBeCloseTo(-curve(-3.01, -20, 4, 0), 1);
  });

  it("is as late as its look-ahead, by which its gain comes earlier", () => {
    const sound = [new Float32Array(2000)];
    sound[0]?.fill(0.001, 0, 1000).fill(1, 1000);
    const late = compressor({ ...MONO, attack: 0.001, lookahead: 0.01 });
    expect(late.latency).toBe(441);
    const [result = new Float32Array()] = processed(late, sound);
    const [sooner = new Float32Array()] = processed(compressor({ ...MONO, attack: 0.001 }), sound);
    expect(result.findIndex((sample) => sample > 0)).toBe(441);
    expect(sooner[1000]).toBeGreaterThan(0.5);
    expect(result[1441]).toBeLessThan(0.2);
  });

  it("looks past a sample that is not a number to those of other channels", () => {
    const sound = [new Float32Array(1000).fill(Number.NaN), steady(-10, 1000)];
    const options = { ...STEREO, threshold: -20, ratio: 2, knee: 0, attack: 0 };
    for (const planes of [sound, sound.toReversed()]) {
      const result = processed(compressor(options), planes);
      const heard = result.find((plane) => !Number.isNaN(plane[0]));
      expect(level(heard?.at(-1) ?? 0)).toBeCloseTo(-15, 4);
    }
  });

  it("ends its reduction", () => {
    const reduction = gainReduction({
      threshold: -20,
      ratio: 4,
      knee: 6,
      levelsAre: "amplitudes",
      attack: 0,
      release: 0.99,
      makeup: 1,
    });
    const gains = new Float64Array(2500);
    reduction.gains(new Float64Array(2500).fill(1, 0, 10), 2500, gains);
    expect(gains[9]).toBeLessThan(0.2);
    expect(gains[1000]).toBeLessThan(1);
    expect(gains.subarray(2400).every((gain) => gain === 1)).toBe(true);
  });

  it("that was started five seconds late gives what it would have given", () => {
    const sound = restlessNoise(2, 6 * RATE);
    const late = sound.map((plane) => plane.slice(1000));
    for (const detector of ["peak", "rms"] as const) {
      const options = { ...STEREO, detector, release: 0.3 };
      const rest = processed(compressor(options), sound).map((plane) => plane.slice(1000));
      const difference = differenceInDecibels(rest, processed(compressor(options), late), 5 * RATE);
      expect(difference).toBeLessThan(-90);
    }
  });

  it("is refused with options that it cannot have", () => {
    expect(() => compressor({ ...STEREO, ratio: 0.5 })).toThrow(
      "options.ratio, when provided, must be a number from 1 to 1000, got 0.5",
    );
    expect(() => compressor({ ...STEREO, threshold: Number.NaN })).toThrow("options.threshold");
    expect(() => compressor({ ...STEREO, detector: "vu" as "rms" })).toThrow(
      'options.detector, when provided, must be "peak" or "rms", got "vu"',
    );
  });
});
