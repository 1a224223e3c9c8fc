import fc from "fast-check";
import { expect, test } from "vitest";
import type { Waveform } from "../../../src/dsp/waveform/waveform.ts";
import {
  readWaveformDat,
  waveformDatHeader,
  waveformDatValues,
  writeWaveformDat,
} from "../../../src/dsp/waveform/waveform-dat.ts";
import { LongwaveError } from "../../../src/stream/error.ts";
import { anyWaveform } from "../../helpers/any-waveform.ts";

const SHAPE = { sampleRate: 48_000, samplesPerPixel: 512, channels: 2, bits: 8, length: 1 } as const;

/** Two channels of one pixel, byte by byte as the format is described. */
const BYTES_8 = [
  2, 0, 0, 0, 1, 0, 0, 0, 0x80, 0xbb, 0, 0, 0, 2, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0xbf, 63, 0x80, 127,
];

/** One channel of one pixel, of 16 bits, in version 1. */
const BYTES_1 = [1, 0, 0, 0, 0, 0, 0, 0, 0x44, 0xac, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0x00, 0x80, 0xfe, 0x7f];

function withNumber(bytes: readonly number[], offset: number, value: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  new DataView(changed.buffer).setInt32(offset, value, true);
  return changed;
}

test("a waveform is written byte for byte as the format is described", () => {
  const values = Int8Array.of(-65, 63, -128, 127);
  expect([...writeWaveformDat({ ...SHAPE, values })]).toEqual(BYTES_8);
  expect([...waveformDatHeader({ ...SHAPE, bits: 16 })].slice(4, 8)).toEqual([0, 0, 0, 0]);
  expect([...waveformDatValues(Int16Array.of(-2, 0x1234))]).toEqual([0xfe, 0xff, 0x34, 0x12]);
});

test("what is written is read back", () => {
  fc.assert(
    fc.property(anyWaveform, (waveform) => {
      expect(readWaveformDat(writeWaveformDat(waveform))).toEqual(waveform);
    }),
  );
});

test("a header and values that follow it bit by bit are the file", () => {
  fc.assert(
    fc.property(anyWaveform, fc.nat(), (waveform, at) => {
      const middle = at % (waveform.values.length + 1);
      const parts = [
        waveformDatHeader(waveform),
        waveformDatValues(waveform.values.slice(0, middle)),
        waveformDatValues(waveform.values.slice(middle)),
      ];
      expect(parts.flatMap((part) => [...part])).toEqual([...writeWaveformDat(waveform)]);
    }),
  );
});

test("version 1 is read, wherever in its memory it lies, and whatever comes behind it", () => {
  const memory = Uint8Array.of(9, 9, 9, ...BYTES_1, 9);
  const wanted: Waveform = {
    sampleRate: 44_100,
    samplesPerPixel: 256,
    channels: 1,
    bits: 16,
    length: 1,
    values: Int16Array.of(-32_768, 32_766),
  };
  expect(readWaveformDat(memory.subarray(3))).toEqual(wanted);
});

test("what is no waveform is refused, with what is wrong and where", () => {
  const refused = (bytes: Uint8Array): string => {
    try {
      readWaveformDat(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(LongwaveError);
      expect((error as LongwaveError).code).toBe("dsp/bad-waveform");
      return (error as LongwaveError).message;
    }
    return "nothing";
  };
  expect(refused(Uint8Array.from(BYTES_8.slice(0, 19)))).toBe(
    "the waveform data ends at byte 19, expected the header up to byte 20",
  );
  expect(refused(Uint8Array.from(BYTES_8.slice(0, 23)))).toBe(
    "the waveform data ends at byte 23, expected the header up to byte 24",
  );
  expect(refused(Uint8Array.from(BYTES_8.slice(0, 27)))).toBe(
    "the waveform data ends at byte 27, expected the values up to byte 28",
  );
  expect(refused(withNumber(BYTES_8, 0, 3))).toBe(
    "the waveform data has version 3 at byte 0, expected 1 or 2",
  );
  expect(refused(withNumber(BYTES_8, 12, 1))).toBe(
    "the waveform's samplesPerPixel is 1, expected an integer from 2 to 2147483647",
  );
  expect(refused(withNumber(BYTES_8, 20, -1))).toContain("the waveform's channels is -1");
  // 2^32 - 1 pixels of a file of 28 bytes: nothing of that size is made before it is known that they are there.
  expect(refused(withNumber(BYTES_8, 16, -1))).toBe(
    "the waveform data ends at byte 28, expected the values up to byte 17179869204",
  );
});

test("a shape that the header has no room for is not written", () => {
  expect(() => waveformDatHeader({ ...SHAPE, length: 2 ** 32 })).toThrow(
    "the waveform's length is 4294967296, expected an integer from 0 to 4294967295",
  );
  expect(() => waveformDatHeader({ ...SHAPE, bits: 24 as 16 })).toThrow(
    "the waveform's bits are 24, expected 8 or 16",
  );
});
