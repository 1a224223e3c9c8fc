import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type SoundSpansOptions, soundSpans } from "../../src/audio/sound-spans.ts";
import type { FrameSpan } from "../../src/dsp/silence/frame-span.ts";
import { sourceOf, type WatchedSource } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

/** At 1000 Hz: sound in these spans, silence elsewhere. */
function soundsIn(spans: readonly [from: number, to: number][], frames: number, quiet = 0): WatchedSource {
  const isSound = (frame: number) => spans.some(([from, to]) => frame >= from && frame < to);
  return sourceOf({ frames }, (frame) => (isSound(frame) ? 0.5 : quiet * noiseAt(frame, 0)));
}

const pairs = (spans: readonly FrameSpan[]) => spans.map(({ from, to }) => [from, to]);

describe("the sounds of a recording", () => {
  it("lie between its silences, with something of these at both ends", async () => {
    const source = soundsIn(
      [
        [1000, 4000],
        [5000, 7000],
      ],
      9000,
    );
    const { spans, leftOut } = await soundSpans(source);
    expect(pairs(spans)).toEqual([
      [900, 4100],
      [4900, 7100],
    ]);
    expect(leftOut).toEqual([]);
  });

  it("are not parted by a shorter silence, and share one that is shorter than what is kept", async () => {
    const source = soundsIn(
      [
        [0, 1000],
        [1400, 3000],
        [3600, 5000],
      ],
      5000,
    );
    expect(pairs((await soundSpans(source, { keep: 0 })).spans)).toEqual([
      [0, 3000],
      [3600, 5000],
    ]);
    expect(pairs((await soundSpans(source, { keep: 2 })).spans)).toEqual([
      [0, 3300],
      [3300, 5000],
    ]);
  });

  it("are left out where they are too short, and told of", async () => {
    const source = soundsIn(
      [
        [1000, 1010],
        [3000, 4000],
      ],
      5000,
    );
    const { spans, leftOut } = await soundSpans(source, { keep: 0 });
    expect(pairs(spans)).toEqual([[3000, 4000]]);
    expect(pairs(leftOut)).toEqual([[1000, 1010]]);
    expect(pairs((await soundSpans(source, { keep: 0, shortest: 0 })).spans)).toHaveLength(2);
  });

  it("are one without a silence, and none in silence", async () => {
    expect(pairs((await soundSpans(soundsIn([[0, 5000]], 5000))).spans)).toEqual([[0, 5000]]);
    expect(pairs((await soundSpans(soundsIn([], 5000))).spans)).toEqual([]);
    expect(pairs((await soundSpans(soundsIn([], 0))).spans)).toEqual([]);
  });

  it("are cut in the middle of a pause where they are too long, or else at that length", async () => {
    const source = soundsIn(
      [
        [1000, 4000],
        [4100, 10_000],
      ],
      10_000,
    );
    const { spans } = await soundSpans(source, { longest: 4.2 });
    expect(pairs(spans)).toEqual([
      [900, 4050],
      [4050, 8050],
      [8050, 10_000],
    ]);
  });

  it("are found in noise by a floor that follows it", async () => {
    const source = soundsIn(
      [
        [5000, 8000],
        [12_000, 15_000],
      ],
      20_000,
      0.05,
    );
    expect(pairs((await soundSpans(source)).spans)).toEqual([[0, 20_000]]);
    const { spans } = await soundSpans(source, { adaptive: true });
    expect(pairs(spans)).toEqual([
      [4900, 8100],
      [11_900, 15_100],
    ]);
  });

  it("come in order, none longer than asked, and leave out no sound but what they tell of", async () => {
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 1500 }), fc.integer({ min: 1, max: 1500 })), {
      maxLength: 8,
    });
    const options: fc.Arbitrary<SoundSpansOptions> = fc.record({
      minSilence: fc.double({ min: 0.001, max: 1, noNaN: true }),
      keep: fc.double({ min: 0, max: 0.3, noNaN: true }),
      shortest: fc.double({ min: 0, max: 0.5, noNaN: true }),
      longest: fc.double({ min: 0.7, max: 3, noNaN: true }),
    });
    const property = fc.asyncProperty(lengths, options, async (parts, asked) => {
      let frames = 0;
      const sounds = parts.map(([silence, sound]): [number, number] => {
        frames += silence + sound;
        return [frames - sound, frames];
      });
      const { spans, leftOut } = await soundSpans(soundsIn(sounds, frames), asked);
      let last = 0;
      for (const { from, to } of spans) {
        expect(from).toBeGreaterThanOrEqual(last);
        expect(to - from).toBeGreaterThan(0);
        expect(to - from).toBeLessThanOrEqual(Math.round((asked.longest ?? 0) * 1000));
        last = to;
      }
      expect(last).toBeLessThanOrEqual(frames);
      const isIn = (list: readonly FrameSpan[], frame: number) =>
        list.some(({ from, to }) => frame >= from && frame < to);
      for (const [from, to] of sounds) {
        for (const frame of [from, Math.floor((from + to) / 2), to - 1]) {
          expect(isIn(spans, frame) || isIn(leftOut, frame)).toBe(true);
        }
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });

  it("take options that can be", async () => {
    const source = soundsIn([], 10);
    await expect(soundSpans(source, { keep: -1 })).rejects.toThrow(
      "options.keep, when provided, must be a number of at least 0, got -1",
    );
    await expect(soundSpans(source, { longest: 0.2 })).rejects.toThrow(
      "options.longest, when provided, must be more than what is kept at both ends, 0.2 s, got 0.2",
    );
    await expect(soundSpans(source, { threshold: 1 })).rejects.toThrow("options.threshold");
  });
});
