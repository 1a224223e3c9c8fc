import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInstrument, writeInstrument } from "../../../src/wav/metadata/inst.ts";
import { hex } from "../../helpers/hex.ts";
import { bodyContext } from "../../helpers/metadata-body.ts";

describe("an instrument chunk", () => {
  it("has notes and velocities, and signed tuning and gain", () => {
    const value = {
      unshiftedNote: 60,
      fineTune: -5,
      gain: 3,
      lowNote: 1,
      highNote: 127,
      lowVelocity: 2,
      highVelocity: 100,
    };
    expect(readInstrument(hex("3c fb 03 01 7f 02 64"), bodyContext())).toEqual(value);
    expect(writeInstrument(value)).toEqual(hex("3c fb 03 01 7f 02 64"));
  });

  it("is written as it was read, whatever its bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), (body) => {
        const value = readInstrument(body, bodyContext());
        expect(value && writeInstrument(value)).toEqual(body);
      }),
    );
  });

  it("cut off is not read", () => {
    const context = bodyContext();
    expect(readInstrument(new Uint8Array(6), context)).toBeUndefined();
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", actual: 6, expected: 7 }]);
  });

  it.each([
    ["fineTune", -129],
    ["gain", 128],
    ["lowNote", -1],
    ["highNote", 256],
    ["lowVelocity", 0.5],
  ])("is not written with a %s of %d", (field, value) => {
    const valid = readInstrument(new Uint8Array(7), bodyContext())!;
    expect(() => writeInstrument({ ...valid, [field]: value })).toThrow(
      expect.objectContaining({
        code: "wav/bad-metadata",
        message: expect.stringContaining(`${field} must be an integer`),
      }),
    );
  });
});
