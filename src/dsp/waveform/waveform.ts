import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";

/** How the values of a waveform are laid out, and what they stand for. */
export interface WaveformShape {
  /** Hz, of the audio. */
  readonly sampleRate: number;
  /** Frames of the audio that a pixel stands for, 2 or more; the last one may have fewer. */
  readonly samplesPerPixel: number;
  /** Of the waveform: 1 where those of the audio were mixed or merged. */
  readonly channels: number;
  /** Of a value: 8 for -128 to 127, 16 for -32768 to 32767. */
  readonly bits: 8 | 16;
  /** Pixels per channel. */
  readonly length: number;
}

/** The least and the largest sample of each pixel, as integers: pixel by pixel, channel by channel, first the least. */
export type WaveformValues = Int8Array<ArrayBuffer> | Int16Array<ArrayBuffer>;

/** A recording as it is drawn. */
export interface Waveform extends WaveformShape {
  /** `length * channels * 2` values: `Int8Array` for 8 bits, `Int16Array` for 16. */
  readonly values: WaveformValues;
}

/** Pixels that so many frames take, with a last one that may be incomplete. */
export function pixelsOf(frames: number, samplesPerPixel: number): number {
  return Math.ceil(frames / samplesPerPixel);
}

/** Room for values of so many bits. */
export function newWaveformValues(bits: 8 | 16, count: number): WaveformValues {
  return bits === 8 ? new Int8Array(count) : new Int16Array(count);
}

/**
 * The waveform at a multiple of its `samplesPerPixel`. It is what the audio itself would give at that resolution, to
 * the last value.
 *
 * @param factor how many pixels become one, 1 or more
 * @throws LongwaveError `options/invalid` for another factor
 */
export function coarserWaveform(waveform: Waveform, factor: number): Waveform {
  checkIntegerOption("factor", factor, 1);
  const { bits, channels, values } = waveform;
  const samplesPerPixel = waveform.samplesPerPixel * factor;
  if (!Number.isSafeInteger(samplesPerPixel)) {
    throw optionError("options.factor", "such that samplesPerPixel remains an integer", factor);
  }
  const length = Math.ceil(waveform.length / factor);
  const coarser = newWaveformValues(bits, length * channels * 2);
  const stride = channels * 2;
  for (let pixel = 0; pixel < length; pixel++) {
    const first = pixel * factor * stride;
    const end = Math.min(waveform.length * stride, first + factor * stride);
    for (let channel = 0; channel < channels; channel++) {
      let least = values[first + channel * 2] ?? 0;
      let most = values[first + channel * 2 + 1] ?? 0;
      for (let at = first + channel * 2 + stride; at < end; at += stride) {
        least = Math.min(least, values[at] ?? 0);
        most = Math.max(most, values[at + 1] ?? 0);
      }
      coarser[pixel * stride + channel * 2] = least;
      coarser[pixel * stride + channel * 2 + 1] = most;
    }
  }
  return { ...waveform, samplesPerPixel, length, values: coarser };
}
