import fc from "fast-check";
import type { Waveform } from "../../src/dsp/waveform/waveform.ts";

/** Waveforms of both kinds of values, with some channels and a few pixels, or none. */
export const anyWaveform: fc.Arbitrary<Waveform> = fc
  .record({
    sampleRate: fc.constantFrom(8000, 44_100, 192_000),
    samplesPerPixel: fc.integer({ min: 2, max: 100_000 }),
    channels: fc.integer({ min: 1, max: 4 }),
    bits: fc.constantFrom<8 | 16>(8, 16),
    length: fc.nat(20),
  })
  .chain((shape) => {
    const most = 2 ** (shape.bits - 1);
    const count = shape.length * shape.channels * 2;
    return fc
      .array(fc.integer({ min: -most, max: most - 1 }), { minLength: count, maxLength: count })
      .map((values) => ({
        ...shape,
        values: shape.bits === 8 ? Int8Array.from(values) : Int16Array.from(values),
      }));
  });
