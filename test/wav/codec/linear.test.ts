import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linearDecoder } from "../../../src/wav/codec/linear-decoder.ts";
import { linearEncoder } from "../../../src/wav/codec/linear-encoder.ts";
import type { LinearFormat } from "../../../src/wav/codec/linear-format.ts";
import type { SampleFormat } from "../../../src/wav/format.ts";
import { FORMATS, nameOf } from "../../helpers/wav-samples.ts";

/** A sample as it is read, which can be of more widths than one that is written. */
type Sample = Pick<SampleFormat, "encoding" | "bitsPerSample">;

function formatOf({ encoding, bitsPerSample }: Sample, channels: number, bigEndian = false): LinearFormat {
  const blockAlign = channels * (bitsPerSample / 8);
  return { encoding, channels, blockAlign, ...(bigEndian && { bigEndian }) };
}

function encoded(sample: Sample, planes: readonly Float32Array[], bigEndian = false): Uint8Array {
  const format = formatOf(sample, planes.length, bigEndian);
  const bytes = new Uint8Array((planes[0]?.length ?? 0) * format.blockAlign);
  linearEncoder(format)(planes, 0, bytes);
  return bytes;
}

function decoded(sample: Sample, channels: number, bytes: Uint8Array, bigEndian = false): Float32Array[] {
  const format = formatOf(sample, channels, bigEndian);
  const planes = Array.from({ length: channels }, () => new Float32Array(bytes.length / format.blockAlign));
  linearDecoder(format)(bytes, planes, 0);
  return planes;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
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
    const format = formatOf(sample, 1);
    const bytes = new Uint8Array(format.blockAlign);
    linearEncoder(format)([Float32Array.of(0, 0.25, 0)], 1, bytes);
    const plane = new Float32Array(4);
    linearDecoder(format)(bytes, [plane], 2);
    expect(plane).toEqual(Float32Array.of(0, 0, 0.25, 0));
  });

  it("works in bytes that begin anywhere in their memory", () => {
    const format = formatOf(sample, 1);
    const memory = new Uint8Array(format.blockAlign + 3);
    const bytes = memory.subarray(3);
    linearEncoder(format)([Float32Array.of(-0.25)], 0, bytes);
    const plane = new Float32Array(1);
    linearDecoder(format)(bytes, [plane], 0);
    expect(plane[0]).toBe(-0.25);
    expect(memory.subarray(0, 3)).toEqual(new Uint8Array(3));
  });
});

/** The bytes of each sample the other way around. */
function turned(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.map((_, at) => bytes[at - (at % width) + width - 1 - (at % width)]!);
}

describe.each([
  ...FORMATS,
  { encoding: "float", bitsPerSample: 16 } as const,
  ...[40, 48, 56, 64].map((bitsPerSample) => ({ encoding: "pcm", bitsPerSample }) as const),
])("big-endian $encoding $bitsPerSample", (sample) => {
  const width = sample.bitsPerSample / 8;

  it("is little-endian with the bytes of each sample turned around, and leaves them as they are", () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 3), fc.uint8Array({ maxLength: 200 }), (channels, bytes) => {
        const whole = bytes.subarray(0, bytes.length - (bytes.length % (width * channels)));
        const before = hex(whole);
        expect(decoded(sample, channels, whole, true)).toEqual(
          decoded(sample, channels, turned(whole, width)),
        );
        expect(hex(whole)).toBe(before);
      }),
    );
  });

  if (FORMATS.some((written) => written === sample)) {
    it("is written so", () => {
      fc.assert(
        fc.property(planesOf(fc.float({ noNaN: true })), (planes) => {
          expect(hex(encoded(sample, planes, true))).toBe(hex(turned(encoded(sample, planes), width)));
        }),
      );
    });
  }
});

/** The float nearest to an integer; of two that are as near, the one with an even last bit. */
function nearestFloat(integer: bigint): number {
  const size = integer < 0n ? -integer : integer;
  const excess = BigInt(Math.max(0, size.toString(2).length - 24));
  const kept = size >> excess;
  const twiceRest = 2n * (size - (kept << excess));
  const unit = 1n << excess;
  const isUp = twiceRest > unit || (twiceRest === unit && kept % 2n === 1n);
  const rounded = Number((kept + (isUp ? 1n : 0n)) << excess);
  return integer < 0n ? -rounded : rounded;
}

describe.each([32, 40, 48, 56, 64])("pcm of %i bits", (bitsPerSample) => {
  const edge = 1n << BigInt(bitsPerSample - 1);
  const anySize = fc
    .tuple(fc.bigInt({ min: -edge, max: edge - 1n }), fc.nat(bitsPerSample - 1))
    .map(([integer, shift]) => integer >> BigInt(shift));
  /** Integers in the middle between two floats, and their neighbours. */
  const nearTie = fc
    .tuple(
      fc.integer({ min: 2 ** 23, max: 2 ** 24 - 1 }),
      fc.nat(bitsPerSample - 26),
      fc.constantFrom(-1n, 0n, 1n),
    )
    .map(([kept, shift, beside]) => (((2n * BigInt(kept) + 1n) << BigInt(shift)) + beside) % edge);

  it("becomes the nearest float", () => {
    fc.assert(
      fc.property(
        fc.oneof(anySize, nearTie, fc.constantFrom(-edge, edge - 1n)),
        fc.boolean(),
        (size, isNegative) => {
          const integer = isNegative && size > 0n ? -size : size;
          const bytes = new Uint8Array(8);
          new DataView(bytes.buffer).setBigInt64(0, integer, true);
          const [plane] = decoded(
            { encoding: "pcm", bitsPerSample },
            1,
            bytes.subarray(0, bitsPerSample / 8),
          );
          expect(plane![0]! + 0).toBe(nearestFloat(integer) / Number(edge));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("float 16", () => {
  // IEEE 754-2008, table 3.5: 11 bits of precision, exponents from -14 to 15.
  it.each([
    [0x0000, 0],
    [0x8000, -0],
    [0x0001, 2 ** -24],
    [0x83ff, -1023 * 2 ** -24],
    [0x0400, 2 ** -14],
    [0x3555, 0.333251953125],
    [0x3c00, 1],
    [0x3c01, 1 + 2 ** -10],
    [0xc000, -2],
    [0x7bff, 65504],
    [0x7c00, Number.POSITIVE_INFINITY],
    [0xfc00, Number.NEGATIVE_INFINITY],
    [0x7c01, Number.NaN],
    [0xfe00, Number.NaN],
  ])("%i is %d", (bits, value) => {
    const bytes = Uint8Array.of(bits % 256, bits >> 8);
    expect(decoded({ encoding: "float", bitsPerSample: 16 }, 1, bytes)).toEqual([Float32Array.of(value)]);
  });
});

it("says which samples there is no codec for", () => {
  const format: LinearFormat = { encoding: "pcm", channels: 1, blockAlign: 9 };
  expect(() => linearDecoder(format)).toThrow("no codec for pcm of 9 bytes");
  expect(() => linearEncoder({ ...format, blockAlign: 6 })).toThrow("no codec for pcm of 6 bytes");
});
