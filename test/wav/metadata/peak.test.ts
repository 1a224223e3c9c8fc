import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Peaks, readPeaks, writePeaks } from "../../../src/wav/metadata/peak.ts";
import { hex } from "../../helpers/hex.ts";
import { bodyContext } from "../../helpers/metadata-body.ts";

const BODY = hex("01000000 8077 7a3a  0000003f 64000000  000080bf 2c010000");
const PEAKS: Peaks = {
  version: 1,
  timestamp: 981_104_512,
  channels: [
    { value: 0.5, frame: 100 },
    { value: -1, frame: 300 },
  ],
};

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const peaks: fc.Arbitrary<Peaks> = fc.record({
  version: word,
  timestamp: word,
  channels: fc.array(fc.record({ value: fc.float(), frame: word })),
});

describe("a PEAK chunk", () => {
  it("is read field by field, and written as it was read", () => {
    const context = bodyContext();
    expect(readPeaks(BODY, context)).toEqual(PEAKS);
    expect(context.warnings).toEqual([]);
    expect(writePeaks(PEAKS, { littleEndian: true })).toEqual(BODY);
  });

  it("comes back whatever it holds, in both byte orders", () => {
    fc.assert(
      fc.property(peaks, fc.boolean(), (value, littleEndian) => {
        expect(readPeaks(writePeaks(value, { littleEndian }), bodyContext({ littleEndian }))).toEqual(value);
      }),
    );
  });

  it("has the peaks that are there whole", () => {
    const context = bodyContext();
    expect(readPeaks(BODY.subarray(0, 23), context)?.channels).toEqual(PEAKS.channels.slice(0, 1));
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", actual: 23, expected: 16 }]);
  });

  it("cut off in its fields is not read", () => {
    const context = bodyContext();
    expect(readPeaks(BODY.subarray(0, 7), context)).toBeUndefined();
    expect(context.warnings).toHaveLength(1);
  });

  it("is not written with a frame that has no room", () => {
    const wrong = { ...PEAKS, channels: [{ value: 1, frame: 2 ** 32 }] };
    expect(() => writePeaks(wrong, { littleEndian: true })).toThrow(
      expect.objectContaining({ code: "wav/bad-metadata" }),
    );
  });
});
