import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ProcessChunkedOptions, processChunked } from "../../../src/audio/chunked/process-chunked.ts";
import { clip } from "../../../src/audio/clip.ts";
import { process as processed } from "../../../src/audio/process.ts";
import { firFilter } from "../../../src/dsp/filter/fir-filter.ts";
import { fadeGain } from "../../../src/dsp/level/fade-curve.ts";
import { framesOf, sourceOf } from "../../helpers/audio-sources.ts";
import { noiseAt } from "../../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 9000 }, noiseAt);
const coefficients = Array.from({ length: 301 }, (_, n) => noiseAt(n, 7));
const filter = () => firFilter({ channels: 2, coefficients, latency: 150 });
const options: ProcessChunkedOptions = { chunk: 2, first: 0.5, overlap: 0.3, context: 0.301 };

describe("a source that is processed by chunk", () => {
  it("through an FIR filter is, to the bit, what the whole is through it, in whatever order it is read", async () => {
    const whole = await framesOf(processed(source, filter));
    const windows = fc.array(fc.tuple(fc.nat(9000), fc.nat(3000)), { minLength: 1, maxLength: 5 });
    const lengths = fc.record({
      overlap: fc.integer({ min: 0, max: 400 }),
      more: fc.integer({ min: 1, max: 500 }),
      rest: fc.integer({ min: 0, max: 3000 }),
      curve: fc.constantFrom("linear" as const, "raised-cosine" as const),
    });
    await fc.assert(
      fc.asyncProperty(windows, lengths, async (list, { overlap, more, rest, curve }) => {
        const audio = processChunked(source, filter, {
          overlap: overlap / 1000,
          first: (overlap + more) / 1000,
          chunk: (overlap + more + rest) / 1000,
          context: 0.301,
          curve,
        });
        expect(audio.frames).toBe(9000);
        for (const [from, length] of list) {
          const to = Math.min(9000, from + length);
          expect(await framesOf(audio, from, to)).toEqual(whole.map((plane) => plane.subarray(from, to)));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("differs from that where the context is shorter than the effect's memory", async () => {
    const whole = await framesOf(processed(source, filter));
    const short = processChunked(source, filter, { ...options, context: 0.1 });
    expect(await framesOf(short)).not.toEqual(whole);
  });

  it("goes from each chunk to the next along the curve", async () => {
    const make = ({ frame }: { frame: number }) => ({
      latency: 0,
      process: (planes: readonly Float32Array[]) => void planes[0]?.fill(frame),
      reset: () => {},
    });
    const mono = sourceOf({ frames: 9000 }, noiseAt);
    for (const curve of ["linear", "raised-cosine"] as const) {
      const audio = processChunked(mono, make, { chunk: 1, first: 1, overlap: 0.4, context: 0, curve });
      const heard: number[] = [];
      for (let at = 2900; at < 3500; at += 37) {
        heard.push(...((await framesOf(audio, at, at + 37))[0] ?? []));
      }
      heard.forEach((value, index) => {
        const position = (2900 + index - 3000 + 0.5) / 400;
        expect(value).toBeCloseTo(2000 + 1000 * fadeGain(curve, position), 3);
      });
    }
  });

  it("has chunks that depend on nothing but their place", async () => {
    const backwards = processChunked(source, filter, { ...options, context: 0.1 });
    const forwards = processChunked(source, filter, { ...options, context: 0.1 });
    const edges = Array.from({ length: 10 }, (_, n) => n * 1000).slice(0, 9);
    const last = new Map<number, Float32Array[]>();
    for (const from of edges.toReversed()) last.set(from, await framesOf(backwards, from, from + 1000));
    for (const from of edges) expect(await framesOf(forwards, from, from + 1000)).toEqual(last.get(from));
  });

  it("computes a window from its chunk and the context before it, and nothing else", async () => {
    const watched = sourceOf({ frames: 1e10 }, noiseAt);
    const audio = processChunked(watched, () => firFilter({ channels: 1, coefficients: [1] }), options);
    await framesOf(audio, 5e9, 5e9 + 10);
    const from = Math.min(...watched.reads.map(({ start }) => start));
    const to = Math.max(...watched.reads.map(({ start, length }) => start + length));
    expect(to - from).toBeLessThanOrEqual(301 + 2000 + 300);
    expect(from).toBeLessThanOrEqual(5e9 - 301);
  });

  it("begins with a small chunk", async () => {
    const watched = sourceOf({ frames: 100_000 }, noiseAt);
    const audio = processChunked(watched, () => firFilter({ channels: 1, coefficients: [1] }), {
      ...options,
      readAhead: 0,
    });
    await framesOf(audio, 0, 100);
    expect(Math.max(...watched.reads.map(({ start, length }) => start + length))).toBe(800);
  });

  it("is heard by effects that are told where they begin", async () => {
    const starts: number[] = [];
    const make = ({ frame }: { frame: number }) => {
      starts.push(frame);
      return firFilter({ channels: 2, coefficients: [1] });
    };
    const audio = processChunked(source, make, { ...options, readAhead: 0 });
    await framesOf(audio, 4000, 4100);
    expect(starts).toEqual([3500 - 301]);
  });

  it("renders windows whole where the effect asks for that", async () => {
    const windows: number[] = [];
    const audio = processChunked(
      source,
      () => ({
        latency: 3,
        async render(planes) {
          windows.push(planes[0]?.length ?? 0);
          for (const plane of planes) plane.copyWithin(3, 0);
        },
      }),
      { ...options, readAhead: 0 },
    );
    expect(await framesOf(audio, 3500, 8000)).toEqual(await framesOf(source, 3500, 8000));
    expect(windows).toEqual(expect.arrayContaining([301 + 2000 + 300 + 3]));
  });

  it("of an empty source is empty, and of one frame that frame", async () => {
    const empty = processChunked(clip(source, 0, 0), filter, options);
    expect(empty.frames).toBe(0);
    expect(await empty.read(0, [new Float32Array(5), new Float32Array(5)])).toBe(0);
    const one = processChunked(
      clip(source, 0, 1),
      () => firFilter({ channels: 2, coefficients: [1] }),
      options,
    );
    expect(await framesOf(one)).toEqual(await framesOf(source, 0, 1));
  });

  it.each<[ProcessChunkedOptions, string]>([
    [{ overlap: -1 }, "options.overlap, when provided, must be a number of at least 0, got -1"],
    [{ chunk: 0.5 }, "options.chunk, when provided, must be a number of at least 1, got 0.5"],
    [{ first: 40 }, "options.first, when provided, must be a number from 1 to 30, got 40"],
    [{ maxBytes: 1000 }, "options.maxBytes, when provided, must be an integer of at least 160000, got 1000"],
    [
      { curve: "equal-power" as never },
      'options.curve, when provided, must be "linear" or "raised-cosine", got "equal-power"',
    ],
  ])("with %o is refused", (wrong, message) => {
    expect(() => processChunked(source, filter, wrong)).toThrow(message);
  });
});
