import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import type { Meter } from "../meter.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat } from "../processor.ts";
import { newWaveformValues, type Waveform, type WaveformValues } from "./waveform.ts";

/** What a waveform shows of several channels. */
export type WaveformChannels = "mix" | "merge" | "split";

/** How fine a waveform is, of what audio. */
export interface WaveformPeaksOptions extends AudioFormat {
  /** Frames per pixel, 2 or more; 256 unless told otherwise. */
  readonly samplesPerPixel?: number;
  /** Of a value, 8 or 16; 16 unless told otherwise. */
  readonly bits?: 8 | 16;
  /**
   * `"mix"`: one channel, the average of all, in which opposite ones cancel each other out. `"merge"`: one channel,
   * from the least of all to the largest. `"split"`: as many as the audio has. `"mix"` unless told otherwise.
   */
  readonly show?: WaveformChannels;
}

/** Collects the least and the largest sample of each pixel. */
export interface WaveformPeaks extends Meter {
  /** Channels of the waveform. */
  readonly channels: number;
  /** The values of the pixels that are complete, and that were not taken before. */
  take(): WaveformValues;
  /** Says that nothing more comes. Gives what was not taken, the last pixel included. Then the meter is as new. */
  end(): WaveformValues;
  /** As `end`, with what the values mean. For a waveform of which nothing was taken before. */
  waveform(): Waveform;
}

/** Full scale of 16 bits, in which samples are counted as audiowaveform does. */
const FULL_SCALE = 32_768;

/** Values that are kept together, so that a long waveform grows without being copied each time. */
const STORE_VALUES = 65_536;

/**
 * The waveform of audio that goes by. Samples are counted as audiowaveform (BBC) counts those of PCM: in 16 bits, finer
 * ones rounded down, the mix divided towards 0; for 8 bits the result is divided by 256 towards 0. So the values are
 * audiowaveform's for PCM of any depth. Of files with floating-point samples it scales by 32767 towards 0, which may be
 * one step away. What is beyond full scale counts as full scale. NaN counts for nothing; a pixel of nothing else is 0.
 *
 * Values that are not taken are kept: for 24 hours at 48 kHz, 256 frames per pixel, two channels and 8 bits they have
 * 65 MB, and twice that while `end` puts them together. Who takes them as they come keeps the memory small.
 *
 * @throws LongwaveError `options/invalid` for an option out of range
 */
export function waveformPeaks(options: WaveformPeaksOptions): WaveformPeaks {
  const { sampleRate, channels: inputs, samplesPerPixel = 256, bits = 16, show = "mix" } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", inputs, 1);
  checkIntegerOption("samplesPerPixel", samplesPerPixel, 2); // audiowaveform reads no fewer
  if (bits !== 8 && bits !== 16) throw optionError("options.bits", "8 or 16", bits);
  checkChoiceOption("show", show, ["mix", "merge", "split"]);
  const outputs = show === "split" ? inputs : 1;
  const isMixed = show === "mix" && inputs > 1;
  const scale = isMixed ? 1 : FULL_SCALE; // what is mixed has been counted in 16 bits already
  const divisor = isMixed ? inputs : 1;
  const least = new Float64Array(isMixed ? 1 : inputs).fill(Number.POSITIVE_INFINITY);
  const most = new Float64Array(least.length).fill(Number.NEGATIVE_INFINITY);
  let filled = 0; // frames of the pixel that is open
  let full: WaveformValues[] = [];
  let store = newWaveformValues(bits, STORE_VALUES);
  let stored = 0;

  function put(value: number): void {
    if (stored === store.length) {
      full.push(store);
      store = newWaveformValues(bits, STORE_VALUES);
      stored = 0;
    }
    store[stored] = value;
    stored++;
  }

  function integer(sample: number): number {
    const counted = Math.trunc(Math.floor(sample * scale) / divisor);
    const within = Math.max(-FULL_SCALE, Math.min(FULL_SCALE - 1, counted));
    return bits === 8 ? Math.trunc(within / 256) : within;
  }

  function endPixel(): void {
    if (show === "merge") {
      for (let channel = 1; channel < inputs; channel++) {
        least[0] = Math.min(least[0] ?? 0, least[channel] ?? 0);
        most[0] = Math.max(most[0] ?? 0, most[channel] ?? 0);
      }
    }
    for (let channel = 0; channel < outputs; channel++) {
      const isEmpty = (least[channel] ?? 0) > (most[channel] ?? 0);
      put(isEmpty ? 0 : integer(least[channel] ?? 0));
      put(isEmpty ? 0 : integer(most[channel] ?? 0));
    }
    forgetPixel();
  }

  function forgetPixel(): void {
    least.fill(Number.POSITIVE_INFINITY);
    most.fill(Number.NEGATIVE_INFINITY);
    filled = 0;
  }

  function takeAll(): WaveformValues {
    const all = newWaveformValues(bits, full.length * STORE_VALUES + stored);
    let at = 0;
    for (const values of full) {
      all.set(values, at);
      at += values.length;
    }
    all.set(store.subarray(0, stored), at);
    full = [];
    stored = 0;
    return all;
  }

  function end(): WaveformValues {
    if (filled > 0) endPixel();
    return takeAll();
  }

  return {
    channels: outputs,
    add(planes) {
      const length = checkPlanes(planes, inputs);
      for (let from = 0; from < length; ) {
        const to = Math.min(length, from + samplesPerPixel - filled);
        if (isMixed) addMix(planes, from, to, least, most);
        else for (let i = 0; i < inputs; i++) addPlane(planes[i], from, to, least, most, i);
        filled += to - from;
        from = to;
        if (filled === samplesPerPixel) endPixel();
      }
    },
    take: takeAll,
    end,
    waveform() {
      const values = end();
      const length = values.length / (outputs * 2);
      return { sampleRate, samplesPerPixel, channels: outputs, bits, length, values };
    },
    reset() {
      full = [];
      stored = 0;
      forgetPixel();
    },
  };
}

/** The least and the largest sample of a part of a plane. */
function addPlane(
  plane: Float32Array | undefined,
  from: number,
  to: number,
  least: Float64Array,
  most: Float64Array,
  channel: number,
): void {
  if (plane === undefined) return;
  let low = least[channel] ?? 0;
  let high = most[channel] ?? 0;
  for (let i = from; i < to; i++) {
    const sample = plane[i] ?? 0;
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  least[channel] = low;
  most[channel] = high;
}

/** The least and the largest sum of the channels, each counted in 16 bits. */
function addMix(
  planes: readonly Float32Array[],
  from: number,
  to: number,
  least: Float64Array,
  most: Float64Array,
): void {
  const left = planes[0];
  const right = planes[1];
  if (left === undefined || right === undefined) return;
  const channels = planes.length;
  let low = least[0] ?? 0;
  let high = most[0] ?? 0;
  for (let i = from; i < to; i++) {
    let sum = Math.floor((left[i] ?? 0) * FULL_SCALE) + Math.floor((right[i] ?? 0) * FULL_SCALE);
    for (let channel = 2; channel < channels; channel++) {
      sum += Math.floor((planes[channel]?.[i] ?? 0) * FULL_SCALE);
    }
    if (sum < low) low = sum;
    if (sum > high) high = sum;
  }
  least[0] = low;
  most[0] = high;
}
