import { checkIntegerOption } from "../../stream/integer-option.ts";
import type { Meter } from "../meter.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat } from "../processor.ts";
import { channelWeights } from "./channel-weight.ts";
import { kWeightedEnergy } from "./k-weighted-energy.ts";
import { loudnessHistogram, loudnessOfPower } from "./loudness-histogram.ts";
import { loudnessWindows } from "./loudness-window.ts";

/** LU below the loudness of all blocks (ITU-R BS.1770-5, Annex 1). */
const INTEGRATED_GATE = 10;

/** LU below the loudness of all blocks, and the percentiles (EBU Tech 3342). */
const RANGE_GATE = 20;
const RANGE_FROM = 10;
const RANGE_TO = 95;

/** What a loudness meter is made for. */
export interface LoudnessMeterOptions extends AudioFormat {
  /**
   * The channel mask of a WAVE file, which says which channels are surround (they count 1.41 times) and which are for
   * low-frequency effects (they do not count). Without it, and for 0: the customary layout of so many channels, with 4
   * as quad, 5 as 5.0, 6 as 5.1, 7 as 6.1 and 8 as 7.1; more than 8 all count alike.
   */
  readonly channelMask?: number;
  /**
   * Called ten times a second of audio, for loudness over time.
   *
   * @param frame the first frame after the window, from the first that was added
   * @param momentary LUFS, of the 400 ms up to `frame`; minus infinity as long as there are fewer, and for silence
   * @param shortTerm LUFS, of the 3 s up to `frame`; minus infinity as long as there are fewer, and for silence
   */
  readonly onMeasure?: (frame: number, momentary: number, shortTerm: number) => void;
}

/**
 * How loud audio is (ITU-R BS.1770-5, EBU Tech 3341, EBU Tech 3342). Values are LUFS, and minus infinity as long as
 * there is nothing to measure them on.
 */
export interface LoudnessMeter extends Meter {
  /** Of the last whole 400 ms. Goes on every 10 ms, as the others do. */
  readonly momentary: number;
  /** Of the last whole 3 s. */
  readonly shortTerm: number;
  /** The greatest momentary loudness so far. */
  readonly maxMomentary: number;
  /** The greatest short-term loudness so far. */
  readonly maxShortTerm: number;
  /**
   * Of all that was added: blocks of 400 ms that begin every 100 ms, without those at -70 LUFS or 10 LU below the rest.
   */
  readonly integrated: number;
  /**
   * LU, the loudness range: from the 10th to the 95th percentile of short-term loudness every 100 ms, without those at
   * -70 LUFS or 20 LU below the rest. 0 as long as there is nothing to measure.
   */
  readonly range: number;
}

/**
 * A loudness meter that has heard nothing yet. It takes 0.6 MB, however long the audio is. `integrated` and `range`
 * search through these each time they are read, which takes some microseconds.
 *
 * - A mono file counts as one channel, 3.01 LU below the same sound on two. Who plays it on two adds 3.01 LU, or gives
 *   its plane twice.
 * - Windows end at the frames `round(k * sampleRate / 100)`; of these, every tenth ends a block for `integrated` and
 *   `range`. So windows of one length may differ by a frame where 10 ms is no whole number of frames.
 * - Audio after the last of these ends is not measured, nor are blocks that are not complete.
 * - What is within 0.01 LU of the relative gate may be taken for being on its other side.
 * - 10 ms of a channel with a NaN or an Infinity in it count as silence, and its filters begin anew behind them.
 *
 * @throws LongwaveError `options/invalid` for a format or an option out of its range
 */
export function loudnessMeter(options: LoudnessMeterOptions): LoudnessMeter {
  const { sampleRate, channels } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  const { channelMask = 0, onMeasure } = options;
  checkIntegerOption("channelMask", channelMask, 0);
  const weights = channelWeights(channels, channelMask);
  const energy = kWeightedEnergy(sampleRate, channels);
  const windows = loudnessWindows(sampleRate);
  const blocks = loudnessHistogram();
  const shortTerms = loudnessHistogram();
  let frame = 0;

  function closeCell(): void {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) {
      const weight = weights[channel] ?? 0;
      if (weight > 0) sum += weight * energy.close(channel);
    }
    windows.add(sum);
    if (!windows.isTenth) return;
    if (windows.hasMomentary) blocks.add(windows.momentary);
    if (windows.hasShortTerm) shortTerms.add(windows.shortTerm);
    onMeasure?.(frame, loudnessOfPower(windows.momentary), loudnessOfPower(windows.shortTerm));
  }

  return {
    add(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; ) {
        const to = Math.min(length, from + windows.nextEdge - frame);
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[channel];
          if (plane !== undefined && weights[channel] !== 0) energy.add(channel, plane, from, to);
        }
        frame += to - from;
        from = to;
        // At fewer than 100 frames a second, several cells end at the same frame.
        while (windows.nextEdge === frame) closeCell();
      }
    },
    get momentary() {
      return loudnessOfPower(windows.momentary);
    },
    get shortTerm() {
      return loudnessOfPower(windows.shortTerm);
    },
    get maxMomentary() {
      return loudnessOfPower(windows.maxMomentary);
    },
    get maxShortTerm() {
      return loudnessOfPower(windows.maxShortTerm);
    },
    get integrated() {
      return blocks.gatedLoudness(INTEGRATED_GATE);
    },
    get range() {
      return shortTerms.gatedSpread(RANGE_GATE, RANGE_FROM, RANGE_TO);
    },
    reset() {
      energy.reset();
      windows.reset();
      blocks.reset();
      shortTerms.reset();
      frame = 0;
    },
  };
}
