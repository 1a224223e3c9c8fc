import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import { resample } from "../../src/audio/resample.ts";
import { failureCode, rejection } from "../helpers/failure.ts";
import { resampled } from "../helpers/resampled.ts";
import { sine } from "../helpers/sine.ts";
import { differenceInDecibels } from "../helpers/sound-difference.ts";

/** Audio in memory that counts what is read of it. */
function heard(plane: Float32Array, sampleRate: number): AudioSource & { readonly count: () => number } {
  let count = 0;
  return {
    sampleRate,
    channels: 1,
    frames: plane.length,
    count: () => count,
    async read(start, planes, signal) {
      await Promise.resolve();
      signal?.throwIfAborted();
      const part = plane.subarray(start, start + planes[0]!.length);
      planes[0]!.set(part);
      count += part.length;
      return part.length;
    },
  };
}

async function window(source: AudioSource, start: number, frames: number): Promise<Float32Array> {
  const plane = new Float32Array(frames);
  return plane.subarray(0, await source.read(start, [plane]));
}

const INPUT = Float32Array.from({ length: 100_000 }, (_, n) => Math.sin(n * n * 1e-5));
const RATIOS = [
  [44100, 16000],
  [44100, 48000],
  [48000, 44100],
  [44100, 44101],
  [16000, 8000],
] as const;

describe.each(RATIOS)("from %i to %i Hz", (from, to) => {
  const whole = resampled(INPUT, { from, to });

  test("any windows, in any order and side by side, are what a resampler gives", async () => {
    const source = resample(heard(INPUT, from), to);
    expect(source).toMatchObject({ sampleRate: to, channels: 1, frames: whole.length });
    const span = fc.tuple(fc.nat({ max: whole.length + 9 }), fc.nat({ max: 20_000 }));
    await fc.assert(
      fc.asyncProperty(fc.array(span, { minLength: 1, maxLength: 5 }), async (spans) => {
        const found = await Promise.all(spans.map(([start, frames]) => window(source, start, frames)));
        for (const [index, [start, frames]] of spans.entries()) {
          expect(found[index]).toEqual(whole.subarray(start, start + frames));
        }
      }),
      { numRuns: 8 },
    );
  });

  test("reading on reads the input once", async () => {
    const input = heard(INPUT, from);
    const source = resample(input, to);
    for (let start = 0; start < source.frames; start += 1000) await window(source, start, 1000);
    expect(input.count()).toBe(INPUT.length);
  });
});

test("at the same rate it is the source itself", () => {
  const source = heard(INPUT, 8000);
  expect(resample(source, 8000)).toBe(source);
});

test.each([
  [44100, 48000],
  [48000, 44100],
  [44100, 44101],
  [192000, 8000],
])("from %i to %i Hz, a tone is as good and as much in time a day on as at its start", async (from, to) => {
  const endless: AudioSource = {
    sampleRate: from,
    channels: 1,
    frames: 2 ** 48,
    async read(start, planes) {
      planes[0]!.set(sine(440, from, planes[0]!.length, start));
      return planes[0]!.length;
    },
  };
  const source = resample(endless, to, { quality: "very-high" });
  const far = Math.floor(2 ** 46 * Math.min(1, to / from)) + 7;
  for (const start of [12_345, 10_000_000_019, far]) {
    expect(
      differenceInDecibels([await window(source, start, 500)], [sine(440, to, 500, start)]),
    ).toBeLessThan(-135);
  }
});

test("a source that ends before its length says so, and a failure leaves nothing wrong behind", async () => {
  const input = heard(INPUT, 44100);
  let isShort = true;
  const source = resample(
    {
      ...input,
      read: (start, planes, signal) =>
        isShort && start > 0 ? Promise.resolve(5) : input.read(start, planes, signal),
    },
    16000,
  );
  await window(source, 0, 10);
  expect(await failureCode(window(source, 0, 30_000))).toBe("audio/unexpected-end");
  isShort = false;
  expect(await window(source, 9000, 100)).toEqual(
    resampled(INPUT, { from: 44100, to: 16000 }).subarray(9000, 9100),
  );
});

test("keeps the contract of a source", async () => {
  const source = resample(heard(INPUT, 44100), 16000);
  const plane = new Float32Array(10);
  expect(await failureCode(source.read(0, []))).toBe("audio/bad-planes");
  expect(await failureCode(source.read(-1, [plane]))).toBe("audio/bad-start");
  expect(await failureCode(source.read(0.5, [plane]))).toBe("audio/bad-start");
  expect(await source.read(source.frames, [plane])).toBe(0);
  plane.fill(7);
  expect(await source.read(source.frames - 4, [plane])).toBe(4);
  expect([...plane.subarray(4)]).toEqual([7, 7, 7, 7, 7, 7]);
  const reason = new Error("enough");
  expect(await rejection(source.read(0, [plane], AbortSignal.abort(reason)))).toBe(reason);
});

test("refuses rates that are too far apart", () => {
  expect(() => resample(heard(INPUT, 44100), 172)).toThrow(
    "options.sampleRate, when provided, must be an integer from 173 to 11289600, got 172",
  );
});
