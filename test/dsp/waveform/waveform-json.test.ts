import fc from "fast-check";
import { expect, test } from "vitest";
import {
  readWaveformJson,
  waveformJsonWriter,
  writeWaveformJson,
} from "../../../src/dsp/waveform/waveform-json.ts";
import { anyWaveform } from "../../helpers/any-waveform.ts";

const SHAPE = { sampleRate: 48_000, samplesPerPixel: 512, channels: 2, bits: 8, length: 1 } as const;

test("a waveform is written with the fields of the format", () => {
  expect(writeWaveformJson({ ...SHAPE, values: Int8Array.of(-65, 63, -66, 64) })).toBe(
    '{"version":2,"channels":2,"sample_rate":48000,"samples_per_pixel":512,"bits":8,"length":1,"data":[-65,63,-66,64]}\n',
  );
});

test("what is written is read back", () => {
  fc.assert(
    fc.property(anyWaveform, (waveform) => {
      expect(readWaveformJson(writeWaveformJson(waveform))).toEqual(waveform);
    }),
  );
});

test("pieces in a row are the file", () => {
  fc.assert(
    fc.property(anyWaveform, fc.nat(), fc.nat(), (waveform, a, b) => {
      const { values } = waveform;
      const [first = 0, second = 0] = [a % (values.length + 1), b % (values.length + 1)].sort(
        (x, y) => x - y,
      );
      const writer = waveformJsonWriter(waveform);
      const pieces = [
        writer.start(),
        writer.values(values.slice(0, first)),
        writer.values(values.slice(first, second)),
        writer.values(values.slice(second)),
        writer.end(),
      ];
      expect(pieces.join("")).toBe(writeWaveformJson(waveform));
    }),
  );
});

test("version 1 is read, with a version and without", () => {
  const fields = { sample_rate: 44_100, samples_per_pixel: 256, bits: 16, length: 1, data: [-300, 300] };
  const wanted = { sampleRate: 44_100, samplesPerPixel: 256, channels: 1, bits: 16, length: 1 };
  const values = Int16Array.of(-300, 300);
  expect(readWaveformJson(JSON.stringify(fields))).toEqual({ ...wanted, values });
  expect(readWaveformJson(JSON.stringify({ ...fields, version: 1 }))).toEqual({ ...wanted, values });
});

test.each([
  ["{", "the waveform data is no JSON"],
  ["null", "the waveform data is no object"],
  [{ version: 3 }, "the waveform data has version 3, expected 1 or 2"],
  [{ sample_rate: "44100" }, "the waveform's sampleRate is 44100, expected an integer from 1 to 2147483647"],
  [{ channels: undefined }, "the waveform's channels is undefined, expected an integer from 1 to 2147483647"],
  [{ data: undefined }, "the waveform data has no values, expected 4"],
  [{ data: [1, 2] }, "the waveform data has 2 values, expected 4"],
  [{ data: [1, 2, 3, 128] }, "the waveform data has 128 as value 3, expected 8 bits"],
  [{ data: [1, "2", 3, 4] }, 'the waveform data has "2" as value 1, expected 8 bits'],
  [{ data: [1.5, 2, 3, 4] }, "the waveform data has 1.5 as value 0, expected 8 bits"],
])("%j is refused", (change, message) => {
  const good = {
    version: 2,
    channels: 2,
    sample_rate: 8000,
    samples_per_pixel: 64,
    bits: 8,
    length: 1,
    data: [0, 1, 2, 3],
  };
  expect(readWaveformJson(JSON.stringify(good)).length).toBe(1);
  const text = typeof change === "string" ? change : JSON.stringify({ ...good, ...change });
  expect(() => readWaveformJson(text)).toThrow(
    expect.objectContaining({ code: "dsp/bad-waveform", message }),
  );
});
