import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkPlanes, newPlanes, planesWithin } from "../planes.ts";
import { type ResampleBlocks, resampleBlocks } from "./resample-blocks.ts";
import { RESAMPLE_QUALITIES, type ResampleQuality } from "./resample-quality.ts";

/** What is given the result, block by block. The planes belong to the resampler and are good until it returns. */
export type TakePlanes = (planes: readonly Float32Array[]) => void;

/** Changes the sample rate of audio that goes by, in blocks of any length. Memory does not grow with it. */
export interface Resampler {
  /**
   * Input frames that must have come at the most, counting from the instant of an output frame, before that comes out.
   * The result itself is not late: output frame 0 is of the instant of input frame 0.
   */
  readonly latency: number;
  /**
   * Takes input, one plane per channel, and gives `take` what can be computed by now: nothing, or one or more blocks of
   * always the same length, whatever the length of the input. A sample that is not finite counts as 0.
   *
   * @throws LongwaveError `audio/bad-planes` unless there is a plane for each channel and all have one length
   */
  push(planes: readonly Float32Array[], take: TakePlanes): void;
  /**
   * Says that the recording ends here. Gives `take` the rest, so that the whole has `resampledFrames` frames, and is
   * ready for another recording.
   */
  end(take: TakePlanes): void;
  /** Forgets all that went in, as if nothing had. */
  reset(): void;
}

/** From what to what, and how well. */
export interface ResamplerOptions {
  /** Sample rate of the input, in Hz: an integer from 1 to 16,777,215. */
  readonly from: number;
  /** Sample rate of the result, in Hz, within the same range, and at most 256 times lower or higher. */
  readonly to: number;
  /** 1 or more. */
  readonly channels: number;
  /**
   * All are of linear phase. The pass band, in which the level holds, is given as a part of the lower of the two
   * Nyquist frequencies. Images and aliases of what lies above that frequency are down by so much everywhere.
   *
   * - `fast`: pass band to 0.9 within 0.001 dB, images and aliases below -85 dB. The least latency
   * - `high`: pass band to 0.95 within 0.0001 dB, below -120 dB. (`rate -h` of SoX is down by 3 dB there.)
   * - `very-high`: the same pass band, below -140 dB, about as far as 32-bit samples reach
   *
   * `"high"` unless told otherwise.
   */
  readonly quality?: ResampleQuality;
}

/** The highest sample rate, so that products of two rates are exact. */
const HIGHEST_RATE = 2 ** 24 - 1;

/** How many times lower or higher the other rate may be. */
const MOST_TIMES = 256;

/**
 * A resampler that has heard nothing yet. The result is the same to the bit however the input is cut, and the same as
 * that of `resample`. Where both rates are the same, what comes out is what goes in.
 *
 * It is a sinc under a Kaiser window, applied by multiplication of spectra (overlap-save): A. V. Oppenheim and R. W.
 * Schafer, "Discrete-Time Signal Processing", 3rd edition, 2010, sections 4.6 (sampling rate), 7.5.3 (window) and 8.7.3
 * (overlap-save).
 *
 * @throws LongwaveError `options/invalid`
 */
export function resampler(options: ResamplerOptions): Resampler {
  const { from, to, channels, quality = "high" } = options;
  checkSampleRates(from, to, "options.from", "options.to");
  checkIntegerOption("channels", channels, 1);
  checkChoiceOption("quality", quality, RESAMPLE_QUALITIES);
  if (from === to) return sameRate(channels);
  return blockResampler(options, resampleBlocks(from, to, quality));
}

/**
 * How many frames a recording has at another sample rate: `frames * to / from`, to the nearest integer, halves upwards.
 * SoX makes as many. Exact up to 2^53.
 *
 * @param frames an integer of 0 or more
 * @param from Hz, an integer of 1 or more, as is `to`
 * @throws LongwaveError `options/invalid`
 */
export function resampledFrames(frames: number, from: number, to: number): number {
  checkIntegerOption("frames", frames, 0);
  checkIntegerOption("from", from, 1);
  checkIntegerOption("to", to, 1);
  const seconds = Math.floor(frames / from);
  const rest = frames - seconds * from;
  return seconds * to + Math.floor((2 * rest * to + from) / (2 * from));
}

/**
 * Holds two sample rates against what can be computed.
 *
 * @param fromName what messages call it, for example `"options.from"`
 * @throws LongwaveError `options/invalid`
 */
export function checkSampleRates(from: number, to: number, fromName: string, toName: string): void {
  checkSampleRate(fromName, from, 1, HIGHEST_RATE);
  checkSampleRate(
    toName,
    to,
    Math.ceil(from / MOST_TIMES),
    Math.min(HIGHEST_RATE, Math.floor(from * MOST_TIMES)),
  );
}

function checkSampleRate(name: string, rate: number, least: number, most: number): void {
  if (Number.isSafeInteger(rate) && rate >= least && rate <= most) return;
  throw optionError(name, `an integer from ${least} to ${most}`, rate);
}

function blockResampler(
  { from, to, channels }: ResamplerOptions,
  { blockFrames, windowFrames, windowStart, render }: ResampleBlocks,
): Resampler {
  const window = newPlanes(channels, windowFrames);
  const output = newPlanes(channels, blockFrames);
  let block = 0;
  let taken = 0; // input frames of the recording
  let filled = 0; // frames of the window

  function reset(): void {
    for (const plane of window) plane.fill(0);
    block = 0;
    taken = 0;
    filled = -windowStart(0);
  }

  /** Computes the block whose window is full, and moves on to the window of the next. */
  function compute(): void {
    const shift = windowStart(block + 1) - windowStart(block);
    for (let channel = 0; channel < channels; channel++) {
      const plane = window[channel];
      const into = output[channel];
      if (plane === undefined || into === undefined) continue;
      render(block, plane, into);
      plane.copyWithin(0, shift);
    }
    filled -= shift;
    block++;
  }

  reset();
  return {
    latency: windowFrames + windowStart(0) + 1,
    push(planes, take) {
      const length = checkPlanes(planes, channels);
      for (let used = 0; used < length; ) {
        const count = Math.min(length - used, windowFrames - filled);
        for (let channel = 0; channel < channels; channel++) {
          const into = window[channel];
          const plane = planes[channel];
          if (into === undefined || plane === undefined) continue;
          for (let n = 0; n < count; n++) into[filled + n] = plane[used + n] ?? 0;
        }
        filled += count;
        used += count;
        taken += count;
        if (filled < windowFrames) continue;
        compute();
        take(output);
      }
    },
    end(take) {
      const frames = resampledFrames(taken, from, to);
      while (block * blockFrames < frames) {
        for (const plane of window) plane.fill(0, filled);
        filled = windowFrames;
        const rest = frames - block * blockFrames;
        compute();
        take(rest < blockFrames ? planesWithin(output, 0, rest) : output);
      }
      reset();
    },
    reset,
  };
}

function sameRate(channels: number): Resampler {
  return {
    latency: 0,
    push(planes, take) {
      if (checkPlanes(planes, channels) > 0) take(planes);
    },
    end: () => {},
    reset: () => {},
  };
}
