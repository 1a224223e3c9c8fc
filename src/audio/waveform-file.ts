import type { AudioFormat } from "../dsp/processor.ts";
import { pixelsOf, type WaveformShape, type WaveformValues } from "../dsp/waveform/waveform.ts";
import { waveformDatHeader, waveformDatValues } from "../dsp/waveform/waveform-dat.ts";
import { waveformJsonWriter } from "../dsp/waveform/waveform-json.ts";
import {
  type WaveformPeaks,
  type WaveformPeaksOptions,
  waveformPeaks,
} from "../dsp/waveform/waveform-peaks.ts";
import type { ByteSink } from "../stream/byte-sink.ts";
import { checkChoiceOption } from "../stream/choice-option.ts";
import { type Pieces, pump } from "../stream/copy.ts";
import { givesWay } from "../stream/wait.ts";
import type { AudioSource } from "./audio-source.ts";
import { blocks } from "./blocks/blocks.ts";
import type { MeasureOptions } from "./measure.ts";
import { BLOCK_SAMPLES, TURN_MS } from "./pace.ts";

/** The files that a waveform can be: audiowaveform's binary one, or its JSON. */
export type WaveformFileFormat = "dat" | "json";

/** How a recording becomes a waveform file. */
export interface WaveformFileOptions extends Omit<WaveformPeaksOptions, keyof AudioFormat>, MeasureOptions {
  /** `"dat"` unless told otherwise. */
  readonly format?: WaveformFileFormat;
}

/** A waveform file that was written. */
export interface WaveformFile extends WaveformShape {
  /** Its size. */
  readonly bytes: number;
}

/** Writes a shape and its values down as bytes. */
interface Encoding {
  start(): Uint8Array;
  values(values: WaveformValues): Uint8Array;
  end(): Uint8Array;
}

/** Values that are written at once, or a little more. */
const PIECE_VALUES = 32_768;

/**
 * Draws a whole source into a file that audiowaveform's readers read (peaks.js, waveform-data.js), and closes the sink.
 * Values are written as they come, so the memory does not grow with the recording. On a failure the sink is aborted.
 *
 * @throws LongwaveError `options/invalid`; `dsp/bad-waveform` for a recording that the format cannot express;
 *   `audio/unexpected-end`, and what the source and the sink throw
 */
export async function writeWaveformFile(
  source: AudioSource,
  sink: ByteSink,
  options: WaveformFileOptions = {},
): Promise<WaveformFile> {
  const { format = "dat", signal } = options;
  const shape = shapeOf(source, options);
  const open = (): Pieces => {
    checkChoiceOption("format", format, ["dat", "json"]);
    const { sampleRate, channels } = source;
    const peaks = waveformPeaks({ ...options, sampleRate, channels });
    const pieces = piecesOf(source, peaks, encodingOf(shape, format), options);
    return { next: async () => (await pieces.next()).value ?? undefined, end: () => pieces.return() };
  };
  const bytes = await pump(open, sink, signal ? { signal } : {});
  return { ...shape, bytes };
}

/** The shape of what `waveformPeaks` gives with these options, which it checks. */
function shapeOf(
  { sampleRate, channels, frames }: AudioSource,
  { samplesPerPixel = 256, bits = 16, show }: WaveformFileOptions,
): WaveformShape {
  const length = pixelsOf(frames, samplesPerPixel);
  return { sampleRate, samplesPerPixel, channels: show === "split" ? channels : 1, bits, length };
}

/** The bytes of the file, piece by piece. */
async function* piecesOf(
  source: AudioSource,
  peaks: WaveformPeaks,
  encoding: Encoding,
  { samplesPerPixel = 256, signal, onProgress }: WaveformFileOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { channels, frames: total } = source;
  const size = Math.max(1, Math.floor(BLOCK_SAMPLES / channels));
  const framesPerPiece = Math.ceil(PIECE_VALUES / (2 * peaks.channels)) * samplesPerPixel;
  const giveWay = givesWay(TURN_MS);
  yield encoding.start();
  let taken = 0;
  for await (const { frame, planes } of blocks(source, { size, reuse: true, ...(signal && { signal }) })) {
    peaks.add(planes);
    const frames = frame + (planes[0]?.length ?? 0);
    onProgress?.({ frames, total });
    if (frames - taken >= framesPerPiece) {
      taken = frames;
      yield encoding.values(peaks.take());
    }
    await giveWay();
  }
  yield encoding.values(peaks.end());
  yield encoding.end();
}

function encodingOf(shape: WaveformShape, format: WaveformFileFormat): Encoding {
  if (format === "dat") {
    const header = waveformDatHeader(shape);
    return { start: () => header, values: waveformDatValues, end: () => new Uint8Array(0) };
  }
  const json = waveformJsonWriter(shape);
  const text = new TextEncoder();
  return {
    start: () => text.encode(json.start()),
    values: (values) => text.encode(json.values(values)),
    end: () => text.encode(json.end()),
  };
}
