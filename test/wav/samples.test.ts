import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseFormat, type SampleFormat } from "../../src/wav/format.ts";
import { decoderFor, encoderFor } from "../../src/wav/samples.ts";
import { FORMATS, nameOf } from "../helpers/wav-samples.ts";

function encoded(sample: SampleFormat, planes: readonly Float32Array[]): Uint8Array {
  const format = chooseFormat(sample, planes.length, 8000);
  const bytes = new Uint8Array((planes[0]?.length ?? 0) * format.blockAlign);
  encoderFor(format)(planes, 0, bytes);
  return bytes;
}

function decoded(sample: SampleFormat, channels: number, bytes: Uint8Array): Float32Array[] {
  const format = chooseFormat(sample, channels, 8000);
  const planes = Array.from({ length: channels }, () => new Float32Array(bytes.length / format.blockAlign));
  decoderFor(format)(bytes, planes, 0);
  return planes;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}

const PCM = FORMATS.filter(({ encoding }) => encoding === "pcm");
const FLOAT = FORMATS.filter(({ encoding }) => encoding === "float");
const CHANNELS = [1, 2, 3, 4, 5, 6, 7, 8];

/** Samples that an integer format of so many bits and a Float32Array both hold exactly. */
function onGrid(bits: number): fc.Arbitrary<number> {
  const fullScale = 2 ** (bits - 1);
  // From 25 bits on a float's 24 are fewer; the largest float below full scale is 2^-24 away from it.
  const most = bits > 24 ? fullScale * (1 - 2 ** -24) : fullScale - 1;
  return fc.integer({ min: -fullScale, max: most }).map((integer) => Math.fround(integer / fullScale));
}

/** Planes of one length, each sample out of `sample`. */
function planesOf(sample: fc.Arbitrary<number>): fc.Arbitrary<Float32Array[]> {
  return fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(40)).chain(([channels, frames]) =>
    fc.array(
      fc.array(sample, { minLength: frames, maxLength: frames }).map((samples) => Float32Array.from(samples)),
      { minLength: channels, maxLength: channels },
    ),
  );
}

describe.each(PCM)("$encoding $bitsPerSample", (sample) => {
  it("gives back every sample that it can hold", () => {
    fc.assert(
      fc.property(planesOf(onGrid(sample.bitsPerSample)), (planes) => {
        // -0 comes back as 0: integers have one zero.
        const expected = planes.map((plane) => plane.map((value) => value + 0));
        expect(decoded(sample, planes.length, encoded(sample, planes))).toEqual(expected);
      }),
    );
  });

  // 32 bits are more than a float holds.
  if (sample.bitsPerSample <= 24) {
    it("gives back every byte", () => {
      fc.assert(
        fc.property(fc.constantFrom(...CHANNELS), fc.uint8Array({ maxLength: 600 }), (channels, bytes) => {
          const frame = channels * (sample.bitsPerSample / 8);
          const whole = bytes.subarray(0, bytes.length - (bytes.length % frame));
          expect(hex(encoded(sample, decoded(sample, channels, whole)))).toBe(hex(whole));
        }),
      );
    });
  }

  it("clips what is louder than full scale, and makes silence of what is no number", () => {
    const full = hex(encoded(sample, [Float32Array.of(1)]));
    const empty = hex(encoded(sample, [Float32Array.of(-1)]));
    const silence = hex(encoded(sample, [Float32Array.of(0)]));
    const loud = [1.0001, 2, 1e30, Number.POSITIVE_INFINITY];
    for (const value of loud) {
      expect(hex(encoded(sample, [Float32Array.of(value)]))).toBe(full);
      expect(hex(encoded(sample, [Float32Array.of(-value)]))).toBe(empty);
    }
    for (const value of [-0, Number.NaN])
      expect(hex(encoded(sample, [Float32Array.of(value)]))).toBe(silence);
  });
});

describe("the bytes are those of the specification", () => {
  const values = Float32Array.of(0, 0.5, -0.5, -1, 1);
  it.each([
    ["pcm", 8, "80c04000ff"],
    ["pcm", 16, "0000004000c00080ff7f"],
    ["pcm", 24, "0000000000400000c0000080ffff7f"],
    ["pcm", 32, "0000000000000040000000c000000080ffffff7f"],
    ["float", 32, "000000000000003f000000bf000080bf0000803f"],
    ["float", 64, "0000000000000000000000000000e03f000000000000e0bf000000000000f0bf000000000000f03f"],
  ] as const)("%s %i", (encoding, bitsPerSample, bytes) => {
    expect(hex(encoded({ encoding, bitsPerSample }, [values]))).toBe(bytes);
  });

  it("and a sample that is no integer becomes the nearest", () => {
    const sample: SampleFormat = { encoding: "pcm", bitsPerSample: 16 };
    const near = Float32Array.of(1.4 / 32768, 1.6 / 32768, -1.4 / 32768, -1.6 / 32768);
    expect(hex(encoded(sample, [near]))).toBe("01000200fffffeff");
  });
});

describe.each(FLOAT)("$encoding $bitsPerSample", (sample) => {
  it("gives back every float, louder than full scale, -0, infinite and NaN among them", () => {
    fc.assert(
      fc.property(planesOf(fc.float()), (planes) => {
        expect(decoded(sample, planes.length, encoded(sample, planes))).toEqual(planes);
      }),
    );
    const odd = Float32Array.of(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-45);
    expect(decoded(sample, 1, encoded(sample, [odd]))).toEqual([odd]);
  });
});

describe.each(FORMATS.map((sample) => ({ sample, name: nameOf(sample) })))("$name", ({ sample }) => {
  it("interleaves 1 to 8 channels", () => {
    for (const channels of CHANNELS) {
      const planes = CHANNELS.slice(0, channels).map((channel) =>
        Float32Array.of(channel / 16, -channel / 16),
      );
      const bytes = encoded(sample, planes);
      const width = sample.bitsPerSample / 8;
      for (let frame = 0; frame < 2; frame++) {
        for (let channel = 0; channel < channels; channel++) {
          const at = (frame * channels + channel) * width;
          const alone = encoded(sample, [planes[channel]!.subarray(frame, frame + 1)]);
          expect(hex(bytes.subarray(at, at + width))).toBe(hex(alone));
        }
      }
      expect(decoded(sample, channels, bytes)).toEqual(planes);
    }
  });

  it("writes and reads from the index that it is given", () => {
    const format = chooseFormat(sample, 1, 8000);
    const bytes = new Uint8Array(format.blockAlign);
    encoderFor(format)([Float32Array.of(0, 0.25, 0)], 1, bytes);
    const plane = new Float32Array(4);
    decoderFor(format)(bytes, [plane], 2);
    expect(plane).toEqual(Float32Array.of(0, 0, 0.25, 0));
  });

  it("works in bytes that begin anywhere in their memory", () => {
    const format = chooseFormat(sample, 1, 8000);
    const memory = new Uint8Array(format.blockAlign + 3);
    const bytes = memory.subarray(3);
    encoderFor(format)([Float32Array.of(-0.25)], 0, bytes);
    const plane = new Float32Array(1);
    decoderFor(format)(bytes, [plane], 0);
    expect(plane[0]).toBe(-0.25);
    expect(memory.subarray(0, 3)).toEqual(new Uint8Array(3));
  });
});
