import { describe, expect, it } from "vitest";
import { convert } from "../../src/audio/convert.ts";
import { fade } from "../../src/audio/fade.ts";
import { gain } from "../../src/audio/gain.ts";
import { planesSource } from "../../src/audio/planes-source.ts";
import { remix } from "../../src/audio/remix.ts";
import { resample } from "../../src/audio/resample.ts";
import { scan } from "../../src/audio/scan.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { music } from "../helpers/music.ts";
import { noiseAt } from "../helpers/noise.ts";

const noise = sourceOf({ sampleRate: 8000, channels: 2, frames: 4000 }, (n, c) => noiseAt(n, c) / 2);

describe("a conversion", () => {
  it("to what a source is already gives its samples, and says that none was computed", async () => {
    const converted = convert(noise, { sampleRate: 8000, channels: 2, gainDecibels: 0, fadeIn: 0 });
    expect(converted.changed).toEqual([]);
    expect(await framesOf(converted)).toEqual(await framesOf(noise));
  });

  it("mixes fewer channels before it changes the sample rate, and more channels behind that", async () => {
    const down = convert(noise, { sampleRate: 4000, channels: 1 });
    expect(await framesOf(down)).toEqual(await framesOf(resample(remix(noise, 1), 4000)));
    const mono = sourceOf({ sampleRate: 8000, frames: 4000 }, noiseAt);
    const up = convert(mono, { sampleRate: 16_000, channels: 2, quality: "fast" });
    expect(await framesOf(up)).toEqual(await framesOf(remix(resample(mono, 16_000, { quality: "fast" }), 2)));
    expect(up).toMatchObject({ sampleRate: 16_000, channels: 2, frames: 8000 });
  });

  it("fades, and changes the level", async () => {
    const converted = convert(noise, { fadeIn: 0.1, fadeOut: 0.2, curve: "equal-power", gainDecibels: -6 });
    const expected = gain(fade(noise, { in: 0.1, out: 0.2, curve: "equal-power" }), 10 ** (-6 / 20));
    expect(await framesOf(converted)).toEqual(await framesOf(expected));
  });

  it("computes no more than the fades where there is nothing else to do", () => {
    expect(convert(noise, { fadeIn: 0.1, fadeOut: 0.05 }).changed).toEqual([
      { from: 0, to: 800 },
      { from: 3600, to: 4000 },
    ]);
  });

  it.each([
    ["a gain", { gainDecibels: -1 }],
    ["another sample rate", { sampleRate: 16_000 }],
    ["a mixture", { channels: 1 }],
    ["a limiter", { ceiling: -1 }],
  ])("computes all samples for %s", (_, options) => {
    const { changed, frames } = convert(noise, options);
    expect(changed).toEqual([{ from: 0, to: frames }]);
  });

  it.each([
    ["the first of two", 2, 1, "discrete"],
    ["one as two", 1, 2, "speakers"],
    ["two, and silence", 2, 6, "itu"],
  ] as const)("computes nothing for channels that are %s", (_, from, to, rule) => {
    const source = sourceOf({ channels: from }, noiseAt);
    expect(convert(source, { channels: to, rule }).changed).toEqual([]);
  });

  it("holds true peaks below its ceiling, however much louder it makes the sound", async () => {
    const loud = planesSource(music(44_100, 4), 44_100);
    const limited = convert(loud, { gainDecibels: 12, ceiling: -1 });
    const { truePeak } = await scan(limited);
    expect(truePeak).toBeLessThan(-1);
    expect(truePeak).toBeGreaterThan(-1.2);
  });

  it("refuses fades that cannot be meant, by the names that it gives them", () => {
    expect(() => convert(noise, { fadeIn: -3 })).toThrow(
      "options.fadeIn, when provided, must be a number of at least 0, got -3",
    );
    expect(() => convert(noise, { fadeOut: Number.NaN })).toThrow("options.fadeOut, when provided, must be");
    expect(() => convert(noise, { fadeIn: 0.4, fadeOut: 0.2 })).toThrow(
      'options.fadeIn and options.fadeOut, when provided, must be together at most 0.5 s, got "0.4 and 0.2"',
    );
  });

  it("refuses a gain and a ceiling that cannot be meant", () => {
    expect(() => convert(noise, { gainDecibels: Number.NaN })).toThrow(
      "options.gainDecibels, when provided, must be a number from -200 to 200, got NaN",
    );
    expect(() => convert(noise, { ceiling: 1 })).toThrow(
      "options.ceiling, when provided, must be a number from -60 to 0, got 1",
    );
  });
});
