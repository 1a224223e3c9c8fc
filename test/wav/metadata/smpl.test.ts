import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readSampler, type Sampler, writeSampler } from "../../../src/wav/metadata/smpl.ts";
import { hex } from "../../helpers/hex.ts";
import { bodyContext } from "../../helpers/metadata-body.ts";

const BODY = hex(`
  13000001 07000000 48e80100 3d000000 00000080 1e000000 04030201 02000000 03000000
  05000000 00000000 0a000000 14000000 00000000 00000000
  06000000 02000000 1e000000 28000000 00000040 03000000
  010203`);

const SAMPLER: Sampler = {
  manufacturer: 0x0100_0013,
  product: 7,
  samplePeriod: 125_000,
  unityNote: 61,
  pitchFraction: 0x8000_0000,
  smpteFormat: 30,
  smpteOffset: 0x0102_0304,
  loops: [
    { id: 5, type: "forward", start: 10, end: 20, fraction: 0, playCount: 0 },
    { id: 6, type: "backward", start: 30, end: 40, fraction: 0x4000_0000, playCount: 3 },
  ],
  data: Uint8Array.of(1, 2, 3),
};

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const type = fc.oneof(
  fc.constantFrom("forward", "alternating", "backward"),
  fc.integer({ min: 3, max: 0xffff_ffff }),
);
const loop = fc.record({ id: word, type, start: word, end: word, fraction: word, playCount: word });
const sampler: fc.Arbitrary<Sampler> = fc.record(
  {
    manufacturer: word,
    product: word,
    samplePeriod: word,
    unityNote: word,
    pitchFraction: word,
    smpteFormat: word,
    smpteOffset: word,
    loops: fc.array(loop, { maxLength: 4 }),
    data: fc.uint8Array({ minLength: 1 }),
  },
  {
    requiredKeys: [
      "manufacturer",
      "product",
      "samplePeriod",
      "unityNote",
      "pitchFraction",
      "smpteFormat",
      "smpteOffset",
      "loops",
    ],
  },
);

describe("a sampler chunk", () => {
  it("is read field by field", () => {
    const context = bodyContext();
    expect(readSampler(BODY, context)).toEqual(SAMPLER);
    expect(context.warnings).toEqual([]);
  });

  it("is written as it was read", () => {
    expect(writeSampler(SAMPLER, { littleEndian: true })).toEqual(BODY);
  });

  it("comes back whatever it holds, in both byte orders", () => {
    fc.assert(
      fc.property(sampler, fc.boolean(), (value, littleEndian) => {
        const context = bodyContext({ littleEndian });
        expect(readSampler(writeSampler(value, { littleEndian }), context)).toEqual(value);
        expect(context.warnings).toEqual([]);
      }),
    );
  });

  it("has the loops that are there, however many it claims", () => {
    const body = BODY.slice();
    body.fill(0xff, 28, 32);
    const context = bodyContext();
    expect(readSampler(body, context)).toEqual(SAMPLER);
    expect(context.warnings).toEqual([
      {
        code: "wav/bad-metadata",
        message: "loops of the sampler chunk: 4294967295 are claimed, 2 are there (offset 100)",
        offset: 100,
        actual: 0xffff_ffff,
        expected: 2,
      },
    ]);
  });

  it("keeps all data behind its loops, however many bytes it claims", () => {
    const body = BODY.slice();
    body[32] = 1;
    const context = bodyContext();
    expect(readSampler(body, context)?.data).toEqual(SAMPLER.data);
    expect(context.warnings).toHaveLength(1);
  });

  it("cut off in its fields is not read", () => {
    const context = bodyContext();
    expect(readSampler(BODY.subarray(0, 35), context)).toBeUndefined();
    expect(context.warnings).toMatchObject([
      {
        code: "wav/bad-metadata",
        message: 'the "smpl" body has 35 bytes; its fields take 36 (offset 100)',
      },
    ]);
  });

  it("is not written with a number that has no room", () => {
    const wrong = { ...SAMPLER, unityNote: 2 ** 32 };
    expect(() => writeSampler(wrong, { littleEndian: true })).toThrow(
      expect.objectContaining({
        code: "wav/bad-metadata",
        message:
          "unityNote must be an integer from 0 to 4294967295 to have room in its field, got 4294967296",
      }),
    );
  });
});
