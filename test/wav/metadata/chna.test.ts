import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readChna, writeChna } from "../../../src/wav/metadata/chna.ts";
import {
  BIG_ENDIAN,
  bodyContext,
  bytesOf,
  LITTLE_ENDIAN,
  strictContext,
  thrownBy,
} from "../../helpers/metadata-body.ts";

const id = (length: number) => fc.string({ unit: "grapheme-ascii", maxLength: length });
const ASSIGNMENT = fc.record({
  trackIndex: fc.integer({ min: 1, max: 65535 }),
  uid: id(12),
  trackRef: id(14),
  packRef: id(11),
});

const FIRST = { trackIndex: 1, uid: "ATU_00000001", trackRef: "AT_00031001_01", packRef: "AP_00031001" };
const FIRST_BYTES = bytesOf([1, 0], "ATU_00000001AT_00031001_01AP_00031001\0");

describe("the assignments of tracks", () => {
  it("come back as they were written, in both byte orders", () => {
    fc.assert(
      fc.property(fc.array(ASSIGNMENT), fc.constantFrom(LITTLE_ENDIAN, BIG_ENDIAN), (tracks, layout) => {
        expect(readChna(writeChna(tracks, layout), strictContext(layout))).toEqual(tracks);
      }),
    );
  });

  it("have 40 bytes each, behind the numbers of tracks and of assignments", () => {
    const second = { ...FIRST, uid: "ATU_00000002", packRef: "" };
    const third = { ...second, trackIndex: 2 };
    const body = bytesOf(
      [2, 0, 3, 0],
      FIRST_BYTES,
      bytesOf([1, 0], "ATU_00000002AT_00031001_01", new Uint8Array(12)),
      bytesOf([2, 0], "ATU_00000002AT_00031001_01", new Uint8Array(12)),
    );
    expect(readChna(body, strictContext())).toEqual([FIRST, second, third]);
    expect(writeChna([FIRST, second, third], LITTLE_ENDIAN)).toEqual(body);
  });

  it("may be followed by places that are kept free", () => {
    const body = bytesOf([1, 0, 1, 0], FIRST_BYTES, new Uint8Array(80));
    expect(readChna(body, strictContext())).toEqual([FIRST]);
  });

  it("are those that are there, whatever their number is said to be", () => {
    const context = bodyContext();
    expect(readChna(bytesOf([255, 255, 255, 255], FIRST_BYTES, "half of one"), context)).toEqual([FIRST]);
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", actual: 65535, expected: 1 }]);
    expect(readChna(bytesOf([0, 0, 0, 0], FIRST_BYTES), bodyContext())).toEqual([FIRST]);
  });

  it("cannot be read from less than their number", () => {
    const context = bodyContext();
    expect(readChna(bytesOf([1, 0, 1]), context)).toBeUndefined();
    expect(context.warnings).toHaveLength(1);
  });

  it.each([{ trackIndex: 0 }, { trackIndex: 65536 }, { uid: "ATU_000000001" }, { packRef: "x".repeat(12) }])(
    "have no room for what does not fit, case %#",
    (fields) => {
      const write = () => writeChna([{ ...FIRST, ...fields }], LITTLE_ENDIAN);
      expect(thrownBy(write).code).toBe("wav/bad-metadata");
    },
  );

  it("cannot be more than 65535", () => {
    const many = Array.from({ length: 65536 }, () => FIRST);
    expect(thrownBy(() => writeChna(many, LITTLE_ENDIAN)).code).toBe("wav/bad-metadata");
  });
});
