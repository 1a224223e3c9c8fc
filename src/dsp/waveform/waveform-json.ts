import { LongwaveError } from "../../stream/error.ts";
import { newWaveformValues, type Waveform, type WaveformShape, type WaveformValues } from "./waveform.ts";
import { checkWaveformShape } from "./waveform-shape.ts";

// audiowaveform's JSON format: github.com/bbc/audiowaveform, doc/DataFormat.md, versions 1 and 2.

/** A waveform as JSON in pieces, for values that come bit by bit. Their texts in a row are the file. */
export interface WaveformJsonWriter {
  /** What stands before the values. */
  start(): string;
  /** The values that come next. */
  values(values: WaveformValues): string;
  /** What stands behind the values. */
  end(): string;
}

/**
 * Writes JSON of version 2. `shape.length` is that of the whole waveform, `pixelsOf` the frames.
 *
 * @throws LongwaveError `dsp/bad-waveform` for a shape that the format cannot express
 */
export function waveformJsonWriter(shape: WaveformShape): WaveformJsonWriter {
  checkWaveformShape(shape);
  const { channels, sampleRate, samplesPerPixel, bits, length } = shape;
  const fields = {
    version: 2,
    channels,
    sample_rate: sampleRate,
    samples_per_pixel: samplesPerPixel,
    bits,
    length,
  };
  let isFirst = true;
  return {
    start: () => `${JSON.stringify(fields).slice(0, -1)},"data":[`,
    values(values) {
      if (values.length === 0) return "";
      const text = values.join(",");
      const written = isFirst ? text : `,${text}`;
      isFirst = false;
      return written;
    },
    end: () => "]}\n",
  };
}

/**
 * A waveform as JSON, version 2, which peaks.js and waveform-data.js read.
 *
 * @throws LongwaveError `dsp/bad-waveform` for a shape that the format cannot express
 */
export function writeWaveformJson(waveform: Waveform): string {
  const writer = waveformJsonWriter(waveform);
  return writer.start() + writer.values(waveform.values) + writer.end();
}

/**
 * Reads JSON of version 1 or 2; one without a version is of version 1, as audiowaveform once wrote it.
 *
 * @throws LongwaveError `dsp/bad-waveform` where it is none, lacks values, or has others than its bits allow
 */
export function readWaveformJson(text: string): Waveform {
  const { version = 1, channels, sample_rate, samples_per_pixel, bits, length, data } = fieldsOf(text);
  if (version !== 1 && version !== 2) {
    throw badJson(`has version ${String(version)}, expected 1 or 2`);
  }
  const shape = {
    sampleRate: sample_rate,
    samplesPerPixel: samples_per_pixel,
    channels: version === 1 ? 1 : channels,
    bits,
    length,
  } as WaveformShape; // which the next line makes sure of
  checkWaveformShape(shape);
  const count = shape.length * shape.channels * 2;
  if (!Array.isArray(data) || data.length !== count) {
    throw badJson(`has ${Array.isArray(data) ? data.length : "no"} values, expected ${count}`);
  }
  const values = newWaveformValues(shape.bits, count);
  for (let i = 0; i < count; i++) {
    const value: unknown = data[i];
    values[i] = Number(value);
    if (values[i] !== value)
      throw badJson(`has ${JSON.stringify(value)} as value ${i}, expected ${shape.bits} bits`);
  }
  return { ...shape, values };
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch (cause) {
    throw badJson("is no JSON", cause);
  }
  if (typeof fields !== "object" || fields === null) throw badJson("is no object");
  return fields as Record<string, unknown>;
}

function badJson(what: string, cause?: unknown): LongwaveError {
  return new LongwaveError("dsp/bad-waveform", `the waveform data ${what}`, { cause });
}
