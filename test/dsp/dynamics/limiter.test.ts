import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limiter } from "../../../src/dsp/dynamics/limiter.ts";
import { limiterGain } from "../../../src/dsp/dynamics/limiter-gain.ts";
import { biquadFilter } from "../../../src/dsp/filter/biquad-filter.ts";
import { butterworth } from "../../../src/dsp/filter/butterworth.ts";
import { restlessNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { claimsOfProcessor } from "../../helpers/processor-claims.ts";
import { differenceInDecibels, sameBits } from "../../helpers/sound-difference.ts";
import { waveformPeak } from "../../helpers/waveform-peak.ts";

const RATE = 44_100;
const STEREO = { sampleRate: RATE, channels: 2 };
const MONO = { sampleRate: RATE, channels: 1 };

const level = (amplitude: number): number => 20 * Math.log10(amplitude);
const largest = (plane: Float32Array | undefined): number =>
  plane?.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0) ?? 0;

/** A sound without what is above 18 kHz. */
function below18k(frames: number, sample: (n: number) => number): Float32Array {
  const sections = butterworth({ type: "lowpass", frequency: 17_000, order: 24 }, RATE);
  // Silence at its end, so that all of it comes out of what is late.
  const sound = Float32Array.from({ length: frames }, (_, n) => (n < frames - 600 ? sample(n) : 0));
  return processed(biquadFilter({ channels: 1, sections }), [sound])[0] ?? sound;
}

describe("a limiter of true peaks", () => {
  claimsOfProcessor(() => limiter(STEREO), 3000, 2);
});

describe("a limiter of samples, of each channel alone", () => {
  claimsOfProcessor(() => limiter({ ...STEREO, truePeak: false, link: "none", lookahead: 0.001 }), 3000, 2);
});

describe("a limiter whose look-ahead is 0", () => {
  claimsOfProcessor(() => limiter({ ...STEREO, lookahead: 0, release: 0 }), 3000, 2);
});

describe("a limiter", () => {
  const noise = restlessNoise(1, 4000, 4)[0] ?? new Float32Array();
  it.each([
    ["noise", below18k(4000, (n) => noise[n] ?? 0)],
    ["a square wave", below18k(4000, (n) => 2 * Math.sign(Math.sin(0.13 * n)))],
    ["a square wave of few samples", below18k(4000, (n) => 2 * Math.sign(Math.sin(1.1 * n)))],
    ["impulses", below18k(4000, (n) => (n % 500 === 250 ? 6 : 0))],
    [
      "a quarter of the sample rate, between samples",
      below18k(4000, (n) => 1.9 * Math.cos((n + 0.5) * (Math.PI / 2))),
    ],
    ["bursts", below18k(4000, (n) => (n % 700 < 40 ? 5 : 0.3) * Math.sin(0.7 * n * Math.sin(n)))],
  ])("keeps the waveform of %s below its ceiling", (_, sound) => {
    expect(level(waveformPeak(sound, 8, 48))).toBeGreaterThan(0);
    for (const [ceiling, lookahead, release] of [
      [-1, 0.005, 0.1],
      [-6, 0.0005, 0.01],
      [0, 0, 0],
    ] as const) {
      const [result = sound] = processed(limiter({ ...MONO, ceiling, lookahead, release }), [sound]);
      const peak = level(waveformPeak(result, 8, 48));
      // With no time to go down, the gain itself makes new frequencies.
      expect(peak).toBeLessThan(lookahead > 0 ? ceiling : ceiling + 0.5);
      expect(peak).toBeGreaterThan(ceiling - 1);
    }
  });

  it("keeps samples at or below its ceiling, whatever they are", () => {
    const options = fc.record({
      ceiling: fc.double({ min: -20, max: 0, noNaN: true }),
      lookahead: fc.double({ min: 0, max: 0.01, noNaN: true }),
      release: fc.double({ min: 0, max: 0.1, noNaN: true }),
      truePeak: fc.boolean(),
      seed: fc.integer({ min: 1, max: 1e6 }),
      peak: fc.double({ min: 0.01, max: 1000, noNaN: true }),
    });
    fc.assert(
      fc.property(options, ({ seed, peak, ...rest }) => {
        const [result] = processed(limiter({ ...MONO, ...rest }), restlessNoise(1, 2000, peak, seed));
        expect(largest(result)).toBeLessThanOrEqual(10 ** (rest.ceiling / 20));
      }),
    );
  });

  it("gives what is below its ceiling to the bit, as late as it says, also after a peak", () => {
    for (const truePeak of [true, false]) {
      for (const lookahead of [0, 0.001, 0.0123]) {
        const sound = restlessNoise(2, 2 * RATE, 0.3);
        const quiet = sound.map((plane) => plane.slice());
        sound[0]?.fill(3, 1000, 1010);
        const made = limiter({ ...STEREO, truePeak, lookahead, release: 0.05 });
        const { latency } = made;
        expect(latency).toBe(Math.max(1, Math.round(lookahead * RATE)) - 1 + (truePeak ? 21 : 0));
        const result = processed(made, sound);
        const same = (from: number, to: number) =>
          expect(
            sameBits(
              result.map((plane) => plane.slice(from + latency, to + latency)),
              quiet.map((plane) => plane.slice(from, to)),
            ),
          ).toBe(true);
        same(0, 1000 - latency - 20);
        same(RATE + 20_000, 2 * RATE - latency);
        expect(
          differenceInDecibels(
            result.map((plane) => plane.slice(latency)),
            quiet.map((plane) => plane.slice(0, plane.length - latency)),
            1200,
          ),
        ).toBeGreaterThan(-40);
      }
    }
  });

  it("lowers its gain before a peak without a step", () => {
    const sound = [new Float32Array(2000).fill(0.1)];
    sound[0]?.fill(2, 1000, 1001);
    const made = limiter({ ...MONO, ceiling: -6, truePeak: false });
    const [result = new Float32Array()] = processed(made, sound);
    const peak = 1000 + made.latency;
    expect(level(result[peak] ?? 0)).toBeCloseTo(-6, 3);
    expect(result[peak - 220]).toBeCloseTo(0.1, 4);
    for (let n = peak - 225; n < peak; n++) {
      const step = (result[n - 1] ?? 0) - (result[n] ?? 0);
      if (n !== peak) expect(Math.abs(step)).toBeLessThan(0.002);
    }
  });

  it("comes back with its release time", () => {
    const sound = [new Float32Array(RATE).fill(0.1)];
    sound[0]?.fill(1, 1000, 5000);
    const options = { ...MONO, ceiling: -6, release: 0.1, lookahead: 0, truePeak: false };
    const [result = new Float32Array()] = processed(limiter(options), sound);
    const gain = (frame: number) => (result[frame] ?? 0) / 0.1;
    const least = 10 ** (-6 / 20);
    expect(gain(4999 + 0.1 * RATE)).toBeCloseTo(1 - (1 - least) / Math.E, 3);
  });

  it("makes a sample that is not finite 0, and leaves the others alone", () => {
    const sound = restlessNoise(1, 3000, 0.3);
    const broken = sound.map((plane) => plane.slice());
    sound[0]?.fill(0, 1500, 1502);
    broken[0]?.set([Number.NEGATIVE_INFINITY, Number.NaN], 1500);
    expect(sameBits(processed(limiter(MONO), broken), processed(limiter(MONO), sound))).toBe(true);
  });

  it("is at rest again, exactly, after any number of peaks", () => {
    const gain = limiterGain({ limit: 0.9, fade: 221, flat: 12, release: 0.999 });
    const [noise = new Float32Array()] = restlessNoise(1, 50_000, 2);
    const peaks = Float64Array.from(noise, Math.abs);
    const gains = new Float64Array(50_000);
    expect(gain.gains(peaks, true, 50_000, gains)).toBe(true);
    expect(gain.gains(peaks.fill(0), false, 50_000, gains)).toBe(true);
    expect(gain.gains(peaks, false, 50_000, gains)).toBe(false);
  });

  it("has one gain for all channels, or one for each", () => {
    const sound = [new Float32Array(2000).fill(1), new Float32Array(2000).fill(0.1)];
    const options = { ...STEREO, ceiling: -6, truePeak: false };
    const [, linked] = processed(limiter(options), sound);
    const [, alone] = processed(limiter({ ...options, link: "none" }), sound);
    expect(linked?.[1000]).toBeCloseTo(0.1 * 10 ** (-6 / 20), 4);
    expect(alone?.[1000]).toBeCloseTo(0.1, 6);
  });

  it("that was started five seconds late gives what it would have given, to the bit", () => {
    const sound = restlessNoise(2, 6 * RATE, 2);
    const late = sound.map((plane) => plane.slice(1000));
    const rest = processed(limiter(STEREO), sound).map((plane) => plane.slice(1000));
    expect(differenceInDecibels(rest, processed(limiter(STEREO), late), 5 * RATE)).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });

  it("is refused with options that it cannot have", () => {
    expect(() => limiter({ ...STEREO, ceiling: 1 })).toThrow(
      "options.ceiling, when provided, must be a number from -60 to 0, got 1",
    );
    expect(() => limiter({ ...STEREO, lookahead: -1 })).toThrow("options.lookahead");
  });
});
