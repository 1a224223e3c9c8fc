import { expect, test } from "vitest";
import { normalizedPeaks } from "../../../src/dsp/waveform/normalized-peaks.ts";

const shape = { sampleRate: 8000, samplesPerPixel: 2, channels: 2, length: 2 };

test("peaks are those of each channel, the least before the largest, as parts of full scale", () => {
  const values = new Int8Array([-128, 127, -64, 32, -1, 0, 0, 1]);
  expect(normalizedPeaks({ ...shape, bits: 8, values })).toEqual([
    new Float32Array([-1, 127 / 128, -1 / 128, 0]),
    new Float32Array([-0.5, 0.25, 0, 1 / 128]),
  ]);
});

test("16 bits have a full scale of 32768", () => {
  const values = new Int16Array([-32_768, 16_384]);
  expect(normalizedPeaks({ ...shape, channels: 1, length: 1, bits: 16, values })).toEqual([
    new Float32Array([-1, 0.5]),
  ]);
});
