import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DITHERS,
  NOISE_SHAPINGS,
  type NoiseShaping,
  type QuantizerOptions,
  quantizer,
} from "../../../src/dsp/level/quantizer.ts";
import { planesWithin } from "../../../src/dsp/planes.ts";
import { linearDecoder } from "../../../src/wav/codec/linear-decoder.ts";
import { linearEncoder } from "../../../src/wav/codec/linear-encoder.ts";
import type { LinearFormat } from "../../../src/wav/codec/linear-format.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { whiteNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { sine } from "../../helpers/sine.ts";
import { sameBits } from "../../helpers/sound-difference.ts";
import { amplitudeAt, powerBetween } from "../../helpers/spectrum.ts";

const WIDTHS = [8, 16, 20, 24] as const;
const anyOptions: fc.Arbitrary<QuantizerOptions> = fc.record({
  channels: fc.constant(2),
  bitsPerSample: fc.constantFrom(...WIDTHS),
  dither: fc.constantFrom(...DITHERS),
  noiseShaping: fc.constantFrom(...NOISE_SHAPINGS),
  seed: fc.nat(),
});

function quantized(samples: ArrayLike<number>, options: Omit<QuantizerOptions, "channels">): Float32Array {
  return processed(quantizer({ channels: 1, ...options }), [Float32Array.from(samples)])[0]!;
}

/** The error in levels. */
function errorOf(samples: Float32Array, options: Omit<QuantizerOptions, "channels">): Float64Array {
  const fullScale = 2 ** (options.bitsPerSample - 1);
  const result = quantized(samples, options);
  return Float64Array.from(samples, (sample, n) => (result[n]! - sample) * fullScale);
}

function encoded(
  planes: readonly Float32Array[],
  bitsPerSample: number,
): { bytes: Uint8Array; back: Float32Array[] } {
  const format = {
    encoding: "pcm",
    bitsPerSample,
    channels: planes.length,
    blockAlign: (planes.length * bitsPerSample) / 8,
  } as LinearFormat;
  const bytes = new Uint8Array(planes[0]!.length * format.blockAlign);
  linearEncoder(format)(planes, 0, bytes);
  const back = planes.map((plane) => new Float32Array(plane.length));
  linearDecoder(format)(bytes, back, 0);
  return { bytes, back };
}

function meanOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

const loud = [whiteNoise(1500, 1).map((s) => s * 1.1), whiteNoise(1500, 2).map((s) => s * 0.01)];

test("it gives the same however blocks are cut, and again after reset", () => {
  fc.assert(
    fc.property(anyOptions, blockLengths, (options, cuts) => {
      const one = quantizer(options);
      const whole = processed(one, loud);
      one.reset();
      expect(sameBits(processed(one, loud, cuts), whole)).toBe(true);
    }),
  );
});

test("without shaping, any part of a recording comes out the same by itself", () => {
  fc.assert(
    fc.property(anyOptions, fc.integer({ min: 0, max: 1500 }), (options, frame) => {
      const flat = { ...options, noiseShaping: "none" } as const;
      const whole = processed(quantizer(flat), loud);
      const rest = processed(quantizer({ ...flat, frame }), planesWithin(loud, frame, 1500));
      expect(sameBits(rest, planesWithin(whole, frame, 1500))).toBe(true);
    }),
  );
});

test("what comes out is a level that PCM of that width holds exactly, 20 bits in the upper ones of 24", () => {
  fc.assert(
    fc.property(anyOptions, (options) => {
      const result = processed(quantizer(options), loud);
      const container = options.bitsPerSample === 20 ? 24 : options.bitsPerSample;
      const { bytes, back } = encoded(result, container);
      expect(sameBits(back, result)).toBe(true);
      if (options.bitsPerSample === 20)
        expect(bytes.every((byte, n) => n % 3 > 0 || byte % 16 === 0)).toBe(true);
    }),
  );
});

test.each([8, 16, 24] as const)(
  "without dither it rounds to %i bits as the encoder does",
  (bitsPerSample) => {
    const odd = Float32Array.of(Number.NaN, Infinity, -Infinity, 1, -1, 2, -2, 0.5 / 32768, 1.5 / 32768, -0);
    for (const plane of [odd, ...loud]) {
      const result = quantized(plane, { bitsPerSample, dither: "none" });
      expect(encoded([result], bitsPerSample).bytes).toEqual(encoded([plane], bitsPerSample).bytes);
    }
  },
);

test("what are levels already stays as it is without dither, shaped or not", () => {
  const levels = Float32Array.from({ length: 256 }, (_, n) => n / 128 - 1);
  for (const noiseShaping of NOISE_SHAPINGS) {
    expect(quantized(levels, { bitsPerSample: 8, dither: "none", noiseShaping })).toEqual(levels);
  }
});

describe("dither", () => {
  const frames = 65_536;
  const frequency = 64 / frames; // 64 periods, slow and low: a staircase without dither
  const low = sine(frequency, 1, frames).map((sample) => (sample * 1.3) / 32768);

  test("turns the harmonics of a low sine into noise", () => {
    const harmonics = (dither: "none" | "tpdf") => {
      const error = errorOf(low, { bitsPerSample: 16, dither });
      return [1, 3, 5, 7, 9].map((n) => amplitudeAt(error, n * frequency));
    };
    expect(Math.max(...harmonics("none"))).toBeGreaterThan(0.1);
    // Noise of a power of 1/4 has in each bin an amplitude of about sqrt(1 / frames).
    expect(Math.max(...harmonics("tpdf"))).toBeLessThan(4 * Math.sqrt(1 / frames));
  });

  test("keeps a sound that is smaller than half a level", () => {
    const tiny = sine(frequency, 1, frames).map((sample) => (sample * 0.3) / 32768);
    expect(quantized(tiny, { bitsPerSample: 16, dither: "none" }).every((sample) => sample === 0)).toBe(true);
    const kept = amplitudeAt(quantized(tiny, { bitsPerSample: 16 }), frequency) * 32768;
    expect(kept).toBeCloseTo(0.3, 1);
  });

  test.each([0, 0.1, 0.25, 0.5])("makes an error of mean 0 and power 1/4 at %f of a level", (offset) => {
    // In 24 bits of a float there is room for such an offset.
    const error = errorOf(new Float32Array(frames).fill(offset / 128), { bitsPerSample: 8 });
    expect(Math.abs(meanOf(error))).toBeLessThan((5 * 0.5) / Math.sqrt(frames));
    expect(meanOf(error.map((e) => e ** 2))).toBeCloseTo(0.25, 1.7);
  });

  test("is another one in each channel and with each seed", () => {
    const silence = [new Float32Array(500), new Float32Array(500)];
    const [a, b] = processed(quantizer({ channels: 2, bitsPerSample: 16 }), silence);
    const other = quantized(silence[0]!, { bitsPerSample: 16, seed: 1 });
    expect(sameBits([a!], [b!])).toBe(false);
    expect(sameBits([a!], [other])).toBe(false);
    expect(sameBits([a!], [quantized(silence[0]!, { bitsPerSample: 16 })])).toBe(true);
  });
});

describe("noise shaping", () => {
  const input = whiteNoise(32_768, 9).map((sample) => sample * 0.3);
  const flat = errorOf(input, { bitsPerSample: 16 });

  test.each([
    ["first-order", [1]],
    ["lipshitz", [2.033, -2.165, 1.959, -1.59, 0.6149]],
  ] satisfies [NoiseShaping, number[]][])(
    "%s gives the spectrum of its filter to the noise",
    (noiseShaping, taps) => {
      const shaped = errorOf(input, { bitsPerSample: 16, noiseShaping });
      for (const [from, to] of [
        [0.005, 0.02],
        [0.08, 0.1],
        [0.2, 0.22],
        [0.3, 0.33],
        [0.45, 0.5],
      ] as const) {
        // |1 - sum of taps * z^-k| ** 2, in the mean over the band.
        const gains = Array.from({ length: 50 }, (_, n) => {
          const angle = 2 * Math.PI * (from + ((to - from) * (n + 0.5)) / 50);
          const real = taps.reduce((sum, tap, k) => sum - tap * Math.cos((k + 1) * angle), 1);
          const imaginary = taps.reduce((sum, tap, k) => sum + tap * Math.sin((k + 1) * angle), 0);
          return real ** 2 + imaginary ** 2;
        });
        const measured = powerBetween(shaped, from, to) / powerBetween(flat, from, to);
        // Bins of a window see a little of their neighbors.
        expect(Math.abs(10 * Math.log10(measured / meanOf(gains)))).toBeLessThan(1.2);
      }
      expect(Math.abs(meanOf(shaped))).toBeLessThan(0.01);
    },
  );

  test("by the five coefficients leaves 15 dB less around 4 kHz at 44.1 kHz", () => {
    const shaped = errorOf(input, { bitsPerSample: 16, noiseShaping: "lipshitz" });
    const [from, to] = [3500 / 44100, 4500 / 44100];
    expect(10 * Math.log10(powerBetween(shaped, from, to) / powerBetween(flat, from, to))).toBeLessThan(-15);
  });

  test("by the five coefficients never moves a sample by more than their errors can, in clipping too", () => {
    const edge = whiteNoise(60_000, 4).map((s) => (s > 0 ? 1 - 1 / 32768 : 1 + (40 / 32768) * s - 1 / 32768));
    const error = errorOf(edge, { bitsPerSample: 16, noiseShaping: "lipshitz" });
    // 1.5 levels times the sum of the coefficients, and 1.5 for the sample itself.
    expect(Math.max(...error.map(Math.abs))).toBeLessThan(1.5 * (2.033 + 2.165 + 1.959 + 1.59 + 0.6149 + 1));
  });

  test.each(NOISE_SHAPINGS)("%s forgets clipping and NaN as soon as the sound is back", (noiseShaping) => {
    const samples = new Float32Array(3000);
    samples.fill(5, 0, 500).fill(-Infinity, 500, 1000).fill(Number.NaN, 1000, 1010);
    const result = quantized(samples, { bitsPerSample: 16, noiseShaping });
    expect(result.subarray(0, 500).every((sample) => sample > 0.999 && sample < 1)).toBe(true);
    expect(result.subarray(500, 1000).every((sample) => sample >= -1 && sample < -0.999)).toBe(true);
    expect(result.subarray(1000).every((sample) => Math.abs(sample) < 15 / 32768)).toBe(true);
  });
});

test("options that cannot be are refused", () => {
  const make = (options: object) => () => quantizer({ channels: 1, bitsPerSample: 16, ...options });
  expect(make({ bitsPerSample: 12 })).toThrow(
    "options.bitsPerSample, when provided, must be 8, 16, 20 or 24, got 12",
  );
  expect(make({ dither: "rpdf" })).toThrow(
    'options.dither, when provided, must be "none" or "tpdf", got "rpdf"',
  );
  expect(make({ noiseShaping: "strong" })).toThrow("options.noiseShaping");
  expect(make({ seed: 0.5 })).toThrow("options.seed");
  expect(make({ frame: -1 })).toThrow("options.frame");
});
