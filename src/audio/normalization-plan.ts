import { loudnessMeter } from "../dsp/metering/loudness-meter.ts";
import { truePeakMeter } from "../dsp/metering/true-peak-meter.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { type MeasureOptions, measure } from "./measure.ts";
import { type NormalizationTarget, normalizationGain } from "./normalization.ts";
import type { Scan } from "./scan.ts";

/** How a source is measured, and what its peaks may become. */
export interface NormalizationOptions extends MeasureOptions {
  /** Of a WAVE file, for the weights of its channels in loudness; see `loudnessMeter`. */
  readonly channelMask?: number;
  /** dBTP above which no true peak may come to lie, -60 to 0; -1 unless told otherwise. Of a loudness target alone. */
  readonly ceiling?: number;
}

/** What brings a source to a target, as `convert` takes it. */
export interface NormalizationPlan extends Pick<Scan, "integrated" | "truePeak"> {
  /** dB. 0 for silence, and for what is too short or too quiet to be measured. */
  readonly gain: number;
  /** dBTP that a limiter has to hold, because the gain would bring peaks above it; absent where none has to. */
  readonly ceiling?: number;
}

/**
 * Measures a whole source, and finds the gain that brings it to a target; for a loudness that is more than its peaks have
 * room for, a limiter beside that. What is limited comes out a little quieter than the target.
 *
 * @throws LongwaveError `options/invalid`, `audio/unexpected-end`, and what the source throws
 */
export async function planNormalization(
  source: AudioSource,
  target: NormalizationTarget,
  options: NormalizationOptions = {},
): Promise<NormalizationPlan> {
  const { channelMask = 0, ceiling = -1, ...measuring } = options;
  checkNumberOption("ceiling", ceiling, -60, 0);
  const { sampleRate, channels } = source;
  const loudness = loudnessMeter({ sampleRate, channels, channelMask });
  const peaks = truePeakMeter({ sampleRate, channels });
  // Of a peak the loudness is not asked, and takes most of the time.
  await measure(source, target.loudness === undefined ? [peaks] : [peaks, loudness], measuring);
  const measured = { integrated: loudness.integrated, truePeak: peaks.level };
  const gain = normalizationGain(target, measured);
  const needsLimit = target.loudness !== undefined && measured.truePeak + gain > ceiling;
  return { ...measured, gain, ...(needsLimit && { ceiling }) };
}
