import { checkIntegerOption } from "../../stream/integer-option.ts";
import { decibelsFromGain } from "../decibel.ts";
import { frameWindow } from "../frame-window.ts";
import type { Meter } from "../meter.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat } from "../processor.ts";
import { truePeakFilter } from "./true-peak-filter.ts";

/** Measures the highest level that a waveform reaches, between its samples too. */
export interface TruePeakMeter extends Meter {
  /**
   * The highest amplitude of each channel so far, where full scale is 1. Computed when it is read, as the others are.
   */
  readonly channelPeaks: readonly number[];
  /** The highest amplitude of all channels; 0 of silence. */
  readonly peak: number;
  /** The same in dBTP; minus infinity of silence. */
  readonly level: number;
}

/** Frames that are worked on at a time. */
const PIECE = 1024;

/**
 * A true-peak meter by ITU-R BS.1770-5, Annex 2, and EBU Tech 3341, section 2.9: the highest of four points per sample
 * (2 from 96 kHz on, 1 from 192 kHz on), see `truePeakFilter`.
 *
 * The waveform counts as silent before the first frame and after the last one, so a peak that is read holds what the
 * last frames ring out to; what is read in between does not change what is measured later. Between two points it can be
 * higher by `1 / cos(π f / (4 · sampleRate))` for a tone of frequency f: 0.17 dB at a quarter of the sample rate.
 *
 * Samples that are not finite are left out, with the points that they reach.
 *
 * @throws LongwaveError `options/invalid`
 */
export function truePeakMeter({ sampleRate, channels }: AudioFormat): TruePeakMeter {
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  const filter = truePeakFilter(sampleRate);
  const { reach } = filter;
  const recent = frameWindow(channels, 2 * reach, PIECE);
  const highest = new Float64Array(channels);
  const end = new Float32Array(4 * reach);
  let newest = 2 * reach;

  /** With the intervals that wait for samples after the last one. */
  function peakOf(channel: number): number {
    const so = highest[channel] ?? 0;
    const plane = recent.planes[channel];
    if (reach === 0 || plane === undefined) return so;
    end.fill(0);
    end.set(plane.subarray(newest - 2 * reach, newest));
    return filter.highest(end, reach, 3 * reach - 1, so);
  }

  function channelPeaks(): number[] {
    return Array.from({ length: channels }, (_, channel) => peakOf(channel));
  }

  return {
    add(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; from += PIECE) {
        const frames = Math.min(PIECE, length - from);
        newest = recent.append(planes, from, frames);
        for (let channel = 0; channel < channels; channel++) {
          const plane = recent.planes[channel];
          if (plane === undefined) continue;
          forgetInfinity(plane, newest - frames, newest);
          const last = newest - reach;
          highest[channel] = filter.highest(plane, last - frames, last, highest[channel] ?? 0);
        }
      }
    },
    reset() {
      recent.reset();
      highest.fill(0);
      newest = 2 * reach;
    },
    get channelPeaks() {
      return channelPeaks();
    },
    get peak() {
      return Math.max(...channelPeaks());
    },
    get level() {
      return decibelsFromGain(Math.max(...channelPeaks()));
    },
  };
}

/** Makes NaN of infinity, which the filter leaves out. */
function forgetInfinity(plane: Float32Array, from: number, to: number): void {
  for (let n = from; n < to; n++)
    if (Math.abs(plane[n] ?? 0) === Number.POSITIVE_INFINITY) plane[n] = Number.NaN;
}
