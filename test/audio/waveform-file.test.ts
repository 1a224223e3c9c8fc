import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { writeWaveformFile } from "../../src/audio/waveform-file.ts";
import { writeWaveformDat } from "../../src/dsp/waveform/waveform-dat.ts";
import { writeWaveformJson } from "../../src/dsp/waveform/waveform-json.ts";
import { waveformPeaks } from "../../src/dsp/waveform/waveform-peaks.ts";
import type { ByteSink } from "../../src/stream/byte-sink.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

/** A sink that knows the longest piece that it got, and what became of it. */
function watchedSink(): ByteSink & { longest: number; fate: string } {
  const sink = {
    longest: 0,
    fate: "open",
    write: async (bytes: Uint8Array) => {
      sink.longest = Math.max(sink.longest, bytes.length);
    },
    close: async () => {
      sink.fate = "closed";
    },
    abort: async (reason: unknown) => {
      sink.fate = `aborted: ${(reason as Error).message}`;
    },
  };
  return sink;
}

describe("a waveform file", () => {
  it("is the waveform that is drawn in one go, in both formats", async () => {
    const shape = fc.record({
      samplesPerPixel: fc.integer({ min: 2, max: 3000 }),
      bits: fc.constantFrom(8 as const, 16 as const),
      show: fc.constantFrom("mix" as const, "merge" as const, "split" as const),
    });
    const inputs = fc.integer({ min: 1, max: 3 });
    const frames = fc.oneof(fc.nat({ max: 300 }), fc.integer({ min: 60_000, max: 150_000 }));
    const property = fc.asyncProperty(shape, inputs, frames, async (options, channels, length) => {
      const source = sourceOf({ channels, frames: length }, noiseAt);
      const peaks = waveformPeaks({ ...options, sampleRate: source.sampleRate, channels });
      peaks.add(await framesOf(source));
      const { values, ...expected } = peaks.waveform();
      const [dat, json] = [memorySink(), memorySink()];
      const written = await writeWaveformFile(source, dat, options);
      expect(written).toEqual({ ...expected, bytes: dat.bytes().length });
      expect(dat.bytes()).toEqual(writeWaveformDat({ ...expected, values }));
      await writeWaveformFile(source, json, { ...options, format: "json" });
      expect(new TextDecoder().decode(json.bytes())).toBe(writeWaveformJson({ ...expected, values }));
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it("comes in pieces of one size, however long the recording is", async () => {
    const sink = watchedSink();
    const { bytes } = await writeWaveformFile(
      sourceOf({ frames: 2_000_000 }, () => 0),
      sink,
      { samplesPerPixel: 2 },
    );
    expect(bytes).toBe(24 + 4_000_000);
    expect(sink.longest).toBeLessThan(300_000);
    expect(sink.fate).toBe("closed");
  });

  it("says how far it has come", async () => {
    const seen: number[] = [];
    const source = sourceOf({ frames: 200_000 }, noiseAt);
    await writeWaveformFile(source, memorySink(), { onProgress: ({ frames }) => seen.push(frames) });
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
    expect(seen.at(-1)).toBe(200_000);
  });

  it("is given up when its signal fires, its source fails, or its options cannot be", async () => {
    const source = sourceOf({ frames: 200_000 }, noiseAt);
    const fateOf = async (broken: typeof source, options: Parameters<typeof writeWaveformFile>[2]) => {
      const sink = watchedSink();
      await expect(writeWaveformFile(broken, sink, options)).rejects.toThrow();
      return sink.fate;
    };
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    expect(await fateOf(source, { signal: controller.signal, onProgress })).toBe("aborted: enough");
    const broken = { ...source, read: () => Promise.reject(new Error("a bad sector")) };
    expect(await fateOf(broken, {})).toBe("aborted: a bad sector");
    expect(await fateOf(source, { format: "png" as "dat" })).toBe(
      'aborted: options.format, when provided, must be "dat" or "json", got "png"',
    );
  });
});
