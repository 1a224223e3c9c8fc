import { LongwaveError } from "../../stream/error.ts";
import { newWaveformValues, type Waveform, type WaveformShape, type WaveformValues } from "./waveform.ts";
import { checkWaveformShape } from "./waveform-shape.ts";

// audiowaveform's binary format: github.com/bbc/audiowaveform, doc/DataFormat.md, versions 1 and 2.

/** Bytes of the header of version 2, and of version 1, which has one channel and no field for it. */
const HEADER_BYTES = 24;
const HEADER_1_BYTES = 20;

/** The flag of 8-bit values. All others are unused. */
const IS_8_BIT = 1;

/**
 * What stands before the values in a `.dat` file, version 2: 24 bytes. `shape.length` is that of the whole waveform,
 * `pixelsOf` the frames; with that the values may follow as they are taken.
 *
 * @throws LongwaveError `dsp/bad-waveform` for a shape that the format cannot express
 */
export function waveformDatHeader(shape: WaveformShape): Uint8Array<ArrayBuffer> {
  checkWaveformShape(shape);
  const header = new DataView(new ArrayBuffer(HEADER_BYTES));
  header.setInt32(0, 2, true);
  header.setUint32(4, shape.bits === 8 ? IS_8_BIT : 0, true);
  header.setInt32(8, shape.sampleRate, true);
  header.setInt32(12, shape.samplesPerPixel, true);
  header.setUint32(16, shape.length, true);
  header.setInt32(20, shape.channels, true);
  return new Uint8Array(header.buffer);
}

/** Values as they stand in a `.dat` file, little-endian. */
export function waveformDatValues(values: WaveformValues): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(values.byteLength);
  if (values instanceof Int8Array) {
    bytes.set(values); // modulo 256, which is two's complement
    return bytes;
  }
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setInt16(i * 2, values[i] ?? 0, true);
  return bytes;
}

/**
 * A waveform as a `.dat` file, version 2, which peaks.js and waveform-data.js read.
 *
 * @throws LongwaveError `dsp/bad-waveform` for a shape that the format cannot express
 */
export function writeWaveformDat(waveform: Waveform): Uint8Array<ArrayBuffer> {
  const header = waveformDatHeader(waveform);
  const values = waveformDatValues(waveform.values);
  const file = new Uint8Array(header.length + values.length);
  file.set(header);
  file.set(values, header.length);
  return file;
}

/**
 * Reads a `.dat` file of version 1 or 2. Bytes behind the values are ignored.
 *
 * @throws LongwaveError `dsp/bad-waveform` where it is no such file, or ends early
 */
export function readWaveformDat(bytes: Uint8Array): Waveform {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkBytes(bytes.length, HEADER_1_BYTES, "the header");
  const version = view.getInt32(0, true);
  if (version !== 1 && version !== 2) {
    throw new LongwaveError(
      "dsp/bad-waveform",
      `the waveform data has version ${version} at byte 0, expected 1 or 2`,
      { offset: 0, actual: version, expected: [1, 2] },
    );
  }
  const headerBytes = version === 1 ? HEADER_1_BYTES : HEADER_BYTES;
  checkBytes(bytes.length, headerBytes, "the header");
  const bits = view.getUint32(4, true) % 2 === IS_8_BIT ? 8 : 16;
  const shape: WaveformShape = {
    sampleRate: view.getInt32(8, true),
    samplesPerPixel: view.getInt32(12, true),
    channels: version === 1 ? 1 : view.getInt32(20, true),
    bits,
    length: view.getUint32(16, true),
  };
  checkWaveformShape(shape);
  const count = shape.length * shape.channels * 2;
  checkBytes(bytes.length, headerBytes + (count * bits) / 8, "the values");
  const values = newWaveformValues(bits, count);
  for (let i = 0; i < count; i++) {
    values[i] = bits === 8 ? view.getInt8(headerBytes + i) : view.getInt16(headerBytes + i * 2, true);
  }
  return { ...shape, values };
}

function checkBytes(actual: number, expected: number, of: string): void {
  if (actual >= expected) return;
  throw new LongwaveError(
    "dsp/bad-waveform",
    `the waveform data ends at byte ${actual}, expected ${of} up to byte ${expected}`,
    { offset: actual, actual, expected },
  );
}
