import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type AcidLoop, readAcidLoop, writeAcidLoop } from "../../../src/wav/metadata/acid.ts";
import { hex } from "../../helpers/hex.ts";
import { bodyContext } from "../../helpers/metadata-body.ts";

const BODY = hex("06000000 3c00 0080 00000000 0c000000 0800 0600 0080 c742");
const LOOP: AcidLoop = {
  oneShot: false,
  hasRootNote: true,
  stretches: true,
  diskBased: false,
  rootNote: 60,
  beats: 12,
  meter: { numerator: 6, denominator: 8 },
  tempo: 99.75,
};

describe("an acid chunk", () => {
  it("is read field by field, and written as it was read", () => {
    const context = bodyContext();
    expect(readAcidLoop(BODY, context)).toEqual(LOOP);
    expect(context.warnings).toEqual([]);
    expect(writeAcidLoop(LOOP, { littleEndian: true })).toEqual(BODY);
  });

  it("keeps what nobody has explained, in both byte orders", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 20, maxLength: 20 }),
        fc.float({ noNaN: true }),
        fc.boolean(),
        (fields, tempo, littleEndian) => {
          const body = new Uint8Array(24);
          body.set(fields);
          new DataView(body.buffer).setFloat32(20, tempo, littleEndian);
          const value = readAcidLoop(body, bodyContext({ littleEndian }));
          expect(value && writeAcidLoop(value, { littleEndian })).toEqual(body);
        },
      ),
    );
  });

  it("has four flags by name and the others as a number", () => {
    const body = BODY.slice();
    body[0] = 0xff;
    expect(readAcidLoop(body, bodyContext())).toEqual({
      ...LOOP,
      oneShot: true,
      diskBased: true,
      otherFlags: 0xf0,
    });
  });

  it("cut off is not read", () => {
    const context = bodyContext();
    expect(readAcidLoop(BODY.subarray(0, 23), context)).toBeUndefined();
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", actual: 23, expected: 24 }]);
  });

  it.each([
    ["flags that have names of their own", { otherFlags: 1 }],
    ["more flags than there are", { otherFlags: 2 ** 32 }],
    ["a note of more than 16 bits", { rootNote: 0x1_0000 }],
    ["half a beat", { beats: 0.5 }],
    ["a meter of more than 16 bits", { meter: { numerator: 4, denominator: 0x1_0000 } }],
  ])("is not written with %s", (_, change) => {
    expect(() => writeAcidLoop({ ...LOOP, ...change }, { littleEndian: true })).toThrow(
      expect.objectContaining({ code: "wav/bad-metadata" }),
    );
  });
});
