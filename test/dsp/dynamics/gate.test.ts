import { describe, expect, it } from "vitest";
import { gate } from "../../../src/dsp/dynamics/gate.ts";
import { restlessNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { claimsOfProcessor } from "../../helpers/processor-claims.ts";
import { differenceInDecibels } from "../../helpers/sound-difference.ts";

const RATE = 48_000;
const STEREO = { sampleRate: RATE, channels: 2 };
const MONO = { sampleRate: RATE, channels: 1 };

/** A gate without times of its own, so that one sees at what frame it opens and closes. */
const HARD = { ...MONO, attack: 0, release: 0, hold: 0, threshold: -40, range: -60 };

const levels = (...decibels: readonly number[]): Float32Array =>
  Float32Array.from(decibels, (value) => 10 ** (value / 20));
const gains = (sound: Float32Array, result: Float32Array | undefined): number[] =>
  Array.from(sound, (sample, n) => Math.round(20 * Math.log10((result?.[n] ?? 0) / sample)));

describe("a gate", () => {
  claimsOfProcessor(() => gate({ ...STEREO, threshold: -20 }));

  it("opens at its threshold and closes below its hysteresis", () => {
    const sound = levels(-50, -41, -39, -41, -45, -47, -41, -39, -70);
    const [result] = processed(gate({ ...HARD, hysteresis: 6 }), [sound]);
    expect(gains(sound, result)).toEqual([-60, -60, 0, 0, 0, -60, -60, 0, -60]);
  });

  it("holds", () => {
    const sound = levels(-10, -70, -70, -70, -70, -70);
    const [result] = processed(gate({ ...HARD, hold: 3 / RATE }), [sound]);
    expect(gains(sound, result)).toEqual([0, 0, 0, 0, -60, -60]);
  });

  it("gives what is loud to the bit once it is open", () => {
    const sound = restlessNoise(2, 6000).map((plane) => plane.map((sample) => sample + 1.1));
    const result = processed(gate(STEREO), sound);
    const from = 0.02 * RATE;
    expect(result.map((plane) => plane.slice(from))).toEqual(sound.map((plane) => plane.slice(from)));
    expect(result[0]?.[0]).toBeLessThan(0.1);
  });

  it("opens and closes with its time constants", () => {
    const sound = [new Float32Array(RATE).fill(1).fill(0.001, RATE / 2)];
    const options = { ...HARD, attack: 0.01, release: 0.02 };
    const [result = new Float32Array()] = processed(gate(options), sound);
    expect(result[0.01 * RATE - 1]).toBeCloseTo(1 - 0.999 / Math.E, 3);
    expect((result[RATE / 2 + 0.02 * RATE - 1] ?? 0) / 0.001).toBeCloseTo(0.001 + 0.999 / Math.E, 3);
    expect((result[RATE - 1] ?? 0) / 0.001).toBeCloseTo(0.001, 6);
  });

  it("opens for all channels or for each", () => {
    const sound = [levels(-10, -10), levels(-70, -70)];
    const both = { ...HARD, channels: 2 };
    const [, linked] = processed(gate(both), sound);
    const [, alone] = processed(gate({ ...both, link: "none" }), sound);
    expect(gains(levels(-70, -70), linked)).toEqual([0, 0]);
    expect(gains(levels(-70, -70), alone)).toEqual([-60, -60]);
  });

  it("that was started five seconds late gives what it would have given", () => {
    const sound = restlessNoise(2, 6 * RATE);
    const options = { ...STEREO, threshold: -12, release: 0.3 };
    const rest = processed(gate(options), sound).map((plane) => plane.slice(1000));
    const late = sound.map((plane) => plane.slice(1000));
    expect(differenceInDecibels(rest, processed(gate(options), late), 5 * RATE)).toBeLessThan(-90);
  });

  it("is refused with options that it cannot have", () => {
    expect(() => gate({ ...STEREO, range: 3 })).toThrow(
      "options.range, when provided, must be a number from -200 to 0, got 3",
    );
  });
});
