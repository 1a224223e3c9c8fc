import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coarserWaveform, pixelsOf, type Waveform } from "../../../src/dsp/waveform/waveform.ts";
import { type WaveformPeaksOptions, waveformPeaks } from "../../../src/dsp/waveform/waveform-peaks.ts";
import { addInBlocks } from "../../helpers/add-in-blocks.ts";

const SAMPLE_RATE = 48_000;

type ViewOptions = Omit<WaveformPeaksOptions, "sampleRate" | "channels">;

function waveformOf(planes: readonly Float32Array[], options: ViewOptions, lengths = [5000]): Waveform {
  const peaks = waveformPeaks({ sampleRate: SAMPLE_RATE, channels: planes.length, ...options });
  addInBlocks(peaks, planes, lengths);
  return peaks.waveform();
}

function valuesOf(samples: readonly (readonly number[])[], options: ViewOptions = {}): number[] {
  const planes = samples.map((plane) => Float32Array.from(plane));
  return [...waveformOf(planes, { samplesPerPixel: 2, ...options }).values];
}

/** PCM of 24 bits: the finest that samples hold exactly. */
const anyPcm = fc.array(fc.integer({ min: -(2 ** 23), max: 2 ** 23 - 1 }), { minLength: 1, maxLength: 90 });
const anyChannels = fc.array(anyPcm, { minLength: 1, maxLength: 4 });
const anyOptions = fc.record({
  samplesPerPixel: fc.integer({ min: 2, max: 12 }),
  bits: fc.constantFrom<8 | 16>(8, 16),
  show: fc.constantFrom<"mix" | "merge" | "split">("mix", "merge", "split"),
});
const anyLengths = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 });

function planesOf(pcm: readonly (readonly number[])[]): Float32Array[] {
  const frames = Math.min(...pcm.map((plane) => plane.length));
  return pcm.map((plane) => Float32Array.from(plane.slice(0, frames), (value) => value / 2 ** 23));
}

/** What audiowaveform does with integers, said with integers. */
function inIntegers(pcm: readonly (readonly number[])[], options: Required<ViewOptions>): number[] {
  const frames = Math.min(...pcm.map((plane) => plane.length));
  const short = pcm.map((plane) => plane.slice(0, frames).map((value) => value >> 8));
  const sums = Array.from({ length: frames }, (_, i) =>
    short.reduce((sum, plane) => sum + (plane[i] ?? 0), 0),
  );
  const shown = options.show === "mix" ? [sums.map((sum) => Math.trunc(sum / pcm.length))] : short;
  const values: number[] = [];
  for (let from = 0; from < frames; from += options.samplesPerPixel) {
    const pixels = shown.map((plane) => plane.slice(from, from + options.samplesPerPixel));
    const drawn = options.show === "merge" ? [pixels.flat()] : pixels;
    values.push(...drawn.flatMap((pixel) => [Math.min(...pixel), Math.max(...pixel)]));
  }
  return values.map((value) => (options.bits === 8 ? Math.trunc(value / 256) + 0 : value));
}

describe("a waveform", () => {
  test("has the least and the largest sample of each pixel, as integers have them, however the blocks are cut", () => {
    fc.assert(
      fc.property(anyChannels, anyOptions, anyLengths, (pcm, options, lengths) => {
        const { values, length, channels } = waveformOf(planesOf(pcm), options, lengths);
        expect([...values]).toEqual(inIntegers(pcm, options));
        expect(values).toBeInstanceOf(options.bits === 8 ? Int8Array : Int16Array);
        expect(length).toBe(pixelsOf(Math.min(...pcm.map((plane) => plane.length)), options.samplesPerPixel));
        expect(channels).toBe(options.show === "split" ? pcm.length : 1);
      }),
    );
  });

  test("is the same when its pixels are taken as they come", () => {
    fc.assert(
      fc.property(anyChannels, anyOptions, anyLengths, (pcm, options, lengths) => {
        const planes = planesOf(pcm);
        const peaks = waveformPeaks({ sampleRate: SAMPLE_RATE, channels: planes.length, ...options });
        const values: number[] = [];
        addInBlocks(peaks, planes, lengths, () => values.push(...peaks.take()));
        expect([...values, ...peaks.end()]).toEqual([...waveformOf(planes, options).values]);
        expect(peaks.end()).toHaveLength(0);
      }),
    );
  });

  test("at a coarser resolution is what the audio gives at that resolution", () => {
    fc.assert(
      fc.property(anyChannels, anyOptions, fc.integer({ min: 1, max: 9 }), (pcm, options, factor) => {
        const planes = planesOf(pcm);
        const samplesPerPixel = options.samplesPerPixel * factor;
        expect(coarserWaveform(waveformOf(planes, options), factor)).toEqual(
          waveformOf(planes, { ...options, samplesPerPixel }),
        );
      }),
    );
  });

  test("of more values than are kept together is whole", () => {
    const plane = Float32Array.from({ length: 150_000 }, (_, i) => (i % 30_000) / 32_768);
    const { values } = waveformOf([plane], { samplesPerPixel: 2 });
    const wanted = Int16Array.from({ length: 150_000 }, (_, i) => i % 30_000);
    expect(values).toEqual(wanted);
  });

  test("goes to full scale and no further", () => {
    expect(valuesOf([[1, -1]])).toEqual([-32_768, 32_767]);
    expect(valuesOf([[3, -3]], { bits: 8 })).toEqual([-128, 127]);
    expect(valuesOf([[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]])).toEqual([-32_768, 32_767]);
  });

  test("of 8 bits is rounded towards 0, so that what is hardly heard is drawn as silence", () => {
    expect(valuesOf([[255 / 32_768, -255 / 32_768]], { bits: 8 })).toEqual([0, 0]);
    expect(valuesOf([[256 / 32_768, -256 / 32_768]], { bits: 8 })).toEqual([-1, 1]);
  });

  test("does not show what is not a number", () => {
    expect(valuesOf([[Number.NaN, 0.5, Number.NaN, Number.NaN]])).toEqual([16_384, 16_384, 0, 0]);
    // In a mix, one that is not a number leaves the others nothing to be mixed with.
    expect(
      valuesOf([
        [Number.NaN, 0.5],
        [0.25, 0.25],
      ]),
    ).toEqual([12_288, 12_288]);
  });

  test("of opposite channels is a line when they are mixed, and not when they are merged", () => {
    const opposite = [
      [0.5, 0.25],
      [-0.5, -0.25],
    ];
    expect(valuesOf(opposite)).toEqual([0, 0]);
    expect(valuesOf(opposite, { show: "merge" })).toEqual([-16_384, 16_384]);
    expect(valuesOf(opposite, { show: "split" })).toEqual([8192, 16_384, -16_384, -8192]);
  });
});

test("a meter is as new after a reset", () => {
  const peaks = waveformPeaks({ sampleRate: SAMPLE_RATE, channels: 1, samplesPerPixel: 2 });
  peaks.add([Float32Array.of(1, -1, 1)]);
  peaks.reset();
  peaks.add([Float32Array.of(0.5, 0.25)]);
  expect([...peaks.end()]).toEqual([8192, 16_384]);
});

test("options are held against their ranges, planes against the format", () => {
  const format = { sampleRate: SAMPLE_RATE, channels: 2 };
  expect(() => waveformPeaks({ ...format, samplesPerPixel: 1 })).toThrow(
    "options.samplesPerPixel, when provided, must be an integer of at least 2, got 1",
  );
  expect(() => waveformPeaks({ ...format, bits: 24 as 16 })).toThrow(
    "options.bits, when provided, must be 8 or 16, got 24",
  );
  expect(() => waveformPeaks({ ...format, show: "left" as "mix" })).toThrow(
    'options.show, when provided, must be "mix" or "merge" or "split", got "left"',
  );
  expect(() => waveformPeaks(format).add([])).toThrow("expected 2 planes of one length");
  expect(() => coarserWaveform(waveformPeaks(format).waveform(), 0)).toThrow("options.factor");
});
