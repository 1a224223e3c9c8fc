import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { AT_REST } from "../at-rest.ts";
import { checkPlanes } from "../planes.ts";
import type { Processor } from "../processor.ts";
import { noise } from "./noise.ts";

/** What is added before rounding. */
export type Dither = "none" | "tpdf";

/** All dithers that there are. */
export const DITHERS: readonly Dither[] = ["none", "tpdf"];

/** How the error of rounding is distributed over the frequencies. */
export type NoiseShaping = "none" | "first-order" | "lipshitz";

/** All noise shapings that there are. */
export const NOISE_SHAPINGS: readonly NoiseShaping[] = ["none", "first-order", "lipshitz"];

/** What a quantizer is made of. A `ProcessorStart` has the first two. */
export interface QuantizerOptions {
  /** 1 or more. */
  readonly channels: number;
  /**
   * Frame of the recording, 0 or more, that the first frame of audio is; 0 unless told otherwise. The dither depends on
   * it.
   */
  readonly frame?: number;
  /** Bits of the integers that the samples are to become. 20 bits stand in the upper bits of 24. */
  readonly bitsPerSample: 8 | 16 | 20 | 24;
  /** `"tpdf"` unless told otherwise. */
  readonly dither?: Dither;
  /** `"none"` unless told otherwise. */
  readonly noiseShaping?: NoiseShaping;
  /** An integer, 0 or more; 0 unless told otherwise. The same seed gives the same dither. */
  readonly seed?: number;
}

/**
 * What of the errors of the last five samples, from the latest on, is taken away from a sample before it is rounded.
 */
type Feedback = readonly [number, number, number, number, number];

const FEEDBACK: Readonly<Record<NoiseShaping, Feedback>> = {
  none: [0, 0, 0, 0, 0],
  "first-order": [1, 0, 0, 0, 0],
  lipshitz: [2.033, -2.165, 1.959, -1.59, 0.6149],
};
const TAPS = 5;

/** Added to a number below 2^51 and taken away again, it leaves the nearest integer: doubles have 53 bits there. */
const ROUNDING = 1.5 * 2 ** 52;

/** The largest error that rounding (half a level) and dither (one) make together, in levels. */
const MOST_ERROR = 1.5;

/** Frames of dither at a time. */
const PIECE = 256;

/**
 * Rounds samples to the levels of PCM of so many bits: multiples of `2 ** (1 - bitsPerSample)` from -1 up to the last
 * one below 1. They are exact as samples, and PCM of that width holds them exactly. A tie goes to the even level. What
 * is beyond full scale is clipped, and NaN becomes silence.
 *
 * - `dither: "tpdf"` adds noise of triangular distribution, 2 levels wide from peak to peak, before rounding. Then mean
 *   and power of the error do not depend on the sound: there is noise (4.8 dB more of it than without), and no
 *   distortion. (Non-subtractive dither: S. P. Lipshitz, R. A. Wannamaker and J. Vanderkooy, "Quantization and Dither:
 *   A Theoretical Survey", J. Audio Eng. Soc. 40, 1992.)
 * - `noiseShaping: "first-order"` moves the noise upwards by 6 dB per octave: its spectrum is multiplied by `1 - z^-1`.
 *   `"lipshitz"` has less of it where the ear is keen at 44.1 and 48 kHz, around 4 kHz, and more above 10 kHz: a filter
 *   of five coefficients, from S. P. Lipshitz, J. Vanderkooy and R. A. Wannamaker, "Minimally Audible Noise Shaping",
 *   J. Audio Eng. Soc. 39, 1991. At other sample rates its curve lies elsewhere, in proportion. In clipping, an error
 *   counts as 1.5 levels at most, so that it is forgotten as soon as the sound is back.
 *
 * Without shaping, each result depends on the sample, its channel and its frame alone, so any part of a recording comes
 * out the same by itself. With shaping it depends on all samples before it. Its latency is 0.
 *
 * @throws LongwaveError `options/invalid`
 */
export function quantizer(options: QuantizerOptions): Processor {
  const { channels, frame: start = 0, bitsPerSample, dither = "tpdf", seed = 0 } = options;
  const { noiseShaping = "none" } = options;
  checkIntegerOption("channels", channels, 1);
  checkIntegerOption("frame", start, 0);
  checkIntegerOption("seed", seed, 0);
  checkChoiceOption("dither", dither, DITHERS);
  checkChoiceOption("noiseShaping", noiseShaping, NOISE_SHAPINGS);
  if (![8, 16, 20, 24].includes(bitsPerSample)) {
    throw optionError("options.bitsPerSample", "8, 16, 20 or 24", bitsPerSample);
  }
  const fullScale = 2 ** (bitsPerSample - 1);
  const noises = Array.from({ length: channels }, (_, channel) => noise({ seed, channel }));
  const errors = Array.from({ length: channels }, () => new Float64Array(TAPS));
  const piece = new Float64Array(PIECE); // stays zero without dither
  let frame = start;

  return {
    latency: 0,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let from = 0; from < length; from += PIECE) {
        const frames = Math.min(length - from, PIECE);
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[channel];
          const history = errors[channel];
          if (plane === undefined || history === undefined) continue;
          if (dither === "tpdf") noises[channel]?.triangular(piece, frame, frames);
          if (noiseShaping === "none") round(plane, from, frames, piece, fullScale);
          else roundShaped(plane, from, frames, piece, fullScale, FEEDBACK[noiseShaping], history);
        }
        frame += frames;
      }
    },
    reset() {
      for (const history of errors) history.fill(0);
      frame = start;
    },
  };
}

function round(
  plane: Float32Array,
  from: number,
  frames: number,
  dither: Float64Array,
  fullScale: number,
): void {
  const most = fullScale - 1;
  const step = 1 / fullScale;
  for (let n = 0; n < frames; n++) {
    let level = (plane[from + n] ?? 0) * fullScale + (dither[n] ?? 0) + ROUNDING - ROUNDING;
    if (level > most) level = most;
    else if (level < -fullScale) level = -fullScale;
    else if (Number.isNaN(level)) level = 0;
    plane[from + n] = level * step;
  }
}

function roundShaped(
  plane: Float32Array,
  from: number,
  frames: number,
  dither: Float64Array,
  fullScale: number,
  feedback: Feedback,
  history: Float64Array,
): void {
  const most = fullScale - 1;
  const step = 1 / fullScale;
  const c1 = feedback[0];
  const c2 = feedback[1];
  const c3 = feedback[2];
  const c4 = feedback[3];
  const c5 = feedback[4];
  let e1 = history[0] ?? 0;
  let e2 = history[1] ?? 0;
  let e3 = history[2] ?? 0;
  let e4 = history[3] ?? 0;
  let e5 = history[4] ?? 0;
  for (let n = 0; n < frames; n++) {
    let wanted = (plane[from + n] ?? 0) * fullScale;
    if (wanted > most) wanted = most;
    else if (wanted < -fullScale) wanted = -fullScale;
    else if (Number.isNaN(wanted)) wanted = 0;
    // The latest error comes last, so that nothing else has to wait for it.
    wanted = wanted - (c2 * e2 + c3 * e3 + c4 * e4 + c5 * e5) - c1 * e1;
    let level = wanted + (dither[n] ?? 0) + ROUNDING - ROUNDING;
    if (level > most) level = most;
    else if (level < -fullScale) level = -fullScale;
    plane[from + n] = level * step;
    let error = level - wanted;
    if (error > MOST_ERROR) error = MOST_ERROR;
    else if (error < -MOST_ERROR) error = -MOST_ERROR;
    else if (Math.abs(error) < AT_REST) error = 0;
    e5 = e4;
    e4 = e3;
    e3 = e2;
    e2 = e1;
    e1 = error;
  }
  history[0] = e1;
  history[1] = e2;
  history[2] = e3;
  history[3] = e4;
  history[4] = e5;
}
