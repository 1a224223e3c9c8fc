import fc from "fast-check";
import { expect, test } from "vitest";
import { encodedSound, nearestRate, readsDirectly } from "../../../src/transcode/plan/encoded-sound.ts";
import { FORMATS, OUTPUT_FORMATS } from "../../../src/transcode/plan/output-format.ts";

const anyFormat = fc.constantFrom(...OUTPUT_FORMATS);
const anyRate = fc.integer({ min: 1, max: 800_000 });

test.each([
  ["opus", 44_100, 48_000],
  ["opus", 22_050, 24_000],
  ["opus", 96_000, 48_000],
  ["mp3", 96_000, 48_000],
  ["mp3", 37_800, 44_100],
  ["m4a", 96_000, 96_000],
  ["m4a", 192_000, 96_000],
  ["ogg", 96_000, 48_000],
  ["flac", 192_000, 192_000],
  ["flac", 96_001, 96_010],
  ["flac", 768_000, 655_340],
  ["wav", 12_345, 12_345],
  ["alac", 384_000, 384_000],
] as const)("%s has for %i Hz %i", (format, wished, rate) => {
  expect(nearestRate(format, wished)).toBe(rate);
});

test("a rate that a format has stays, and nothing of the sound is lost where the format goes high enough", () => {
  fc.assert(
    fc.property(anyFormat, anyRate, (format, wished) => {
      const rate = nearestRate(format, wished);
      expect(nearestRate(format, rate)).toBe(rate);
      const most = FORMATS[format].sampleRates?.at(-1) ?? (format === "flac" ? 655_340 : wished);
      expect(rate).toBeGreaterThanOrEqual(Math.min(wished, most));
    }),
  );
});

test("what is not asked for is that of the input, as far as the format has it", () => {
  const input = { sampleRate: 44_100, channels: 6 };
  expect(encodedSound({ format: "flac" }, input)).toEqual(input);
  expect(encodedSound({ format: "mp3" }, input)).toEqual({ sampleRate: 44_100, channels: 2 });
  expect(encodedSound({ format: "opus", channels: 1 }, input)).toEqual({ sampleRate: 48_000, channels: 1 });
  expect(encodedSound({ format: "m4a", sampleRate: 16_000 }, input)).toEqual({
    sampleRate: 16_000,
    channels: 6,
  });
});

test("ffmpeg reads an input itself only where neither rate nor channels change", () => {
  const stereo = { sampleRate: 44_100, channels: 2 };
  expect(readsDirectly({ format: "mp3" }, stereo)).toBe(true);
  expect(readsDirectly({ format: "mp3", sampleRate: 44_100, channels: 2 }, stereo)).toBe(true);
  expect(readsDirectly({ format: "mp3", sampleRate: 22_050 }, stereo)).toBe(false);
  expect(readsDirectly({ format: "mp3", channels: 1 }, stereo)).toBe(false);
  expect(readsDirectly({ format: "opus" }, stereo)).toBe(false);
  const surround = { sampleRate: 48_000, channels: 6 };
  expect(readsDirectly({ format: "flac" }, surround)).toBe(true);
  expect(readsDirectly({ format: "m4a" }, surround)).toBe(false);
});
