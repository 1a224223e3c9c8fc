import { loudnessMeter } from "../dsp/metering/loudness-meter.ts";
import { truePeakMeter } from "../dsp/metering/true-peak-meter.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { convert } from "./convert.ts";
import { type MeasureOptions, measure } from "./measure.ts";
import type { Scan } from "./scan.ts";

/** What a recording is to be brought to: an integrated loudness in LUFS, or a true peak in dBTP. */
export type NormalizationTarget =
  | { readonly loudness: number; readonly truePeak?: undefined }
  | { readonly truePeak: number; readonly loudness?: undefined };

/** How a source is measured, and what its peaks may become. */
export interface NormalizationOptions extends MeasureOptions {
  /** Of a WAVE file, for the weights of its channels in loudness; see `loudnessMeter`. */
  readonly channelMask?: number;
  /** dBTP above which no true peak may come to lie, -60 to 0; -1 unless told otherwise. Of a loudness target alone. */
  readonly ceiling?: number;
}

/** What brings a source to a target, as `convert` takes it. */
export interface NormalizationPlan extends Pick<Scan, "integrated" | "truePeak"> {
  /** 0 for silence, and for what is too short or too quiet to be measured. */
  readonly gainDecibels: number;
  /** dBTP that a limiter has to hold, because the gain would bring peaks above it; absent where none has to. */
  readonly ceiling?: number;
  /**
   * The integrated loudness of the result in LUFS: measured behind the limiter, computed where none is needed, minus
   * infinity of what has none. Of a loudness target alone.
   */
  readonly reached?: number;
}

/** LU from the target that are near enough. */
const TOLERANCE = 0.1;

/** How often the gain is raised for what a limiter takes away. */
const MAX_RAISES = 3;

/** dB that the gain is raised by at most in all. */
const MAX_RAISED = 12;

/** LU per dB below which more gain does little but distort. */
const LEAST_YIELD = 0.25;

/**
 * The gain in dB that brings a recording to a target. Silence, and what is too short or too quiet to be measured, is
 * left as it is: 0 dB.
 */
export function normalizationGain(
  target: NormalizationTarget,
  { integrated, truePeak }: Pick<Scan, "integrated" | "truePeak">,
): number {
  const decibels = target.loudness === undefined ? target.truePeak - truePeak : target.loudness - integrated;
  return Number.isFinite(decibels) ? decibels : 0;
}

/**
 * Measures a whole source, and finds the gain that brings it to a target; for a loudness that is more than its peaks have
 * room for, a limiter beside that.
 *
 * What a limiter takes away is made up for with more gain: the result is measured behind the limiter and the gain is
 * raised, until the loudness is within 0.1 LU of the target. That is given up after three raises, when 12 dB were added in
 * all, or when a raise came to less than a quarter of its dB; `reached` tells what it came to. So a limiter costs one to
 * four further passes through the source. Each of them begins anew at frame 0, for `onProgress` too.
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
  const gainDecibels = normalizationGain(target, measured);
  if (target.loudness === undefined) return { ...measured, gainDecibels };
  if (!(measured.truePeak + gainDecibels > ceiling)) {
    return { ...measured, gainDecibels, reached: measured.integrated + gainDecibels };
  }

  async function limitedLoudness(decibels: number): Promise<number> {
    loudness.reset();
    await measure(convert(source, { gainDecibels: decibels, ceiling }), [loudness], measuring);
    return loudness.integrated;
  }

  const limited = await raiseLimited(target.loudness, gainDecibels, limitedLoudness);
  return { ...measured, ...limited, ceiling };
}

/**
 * Raises a gain until the loudness behind a limiter is the target, or more gain is of no use.
 *
 * @param loudnessWith the loudness behind the limiter with a gain in dB
 */
async function raiseLimited(
  target: number,
  least: number,
  loudnessWith: (gainDecibels: number) => Promise<number>,
): Promise<Required<Pick<NormalizationPlan, "gainDecibels" | "reached">>> {
  const most = least + MAX_RAISED;
  let gainDecibels = least;
  let reached = await loudnessWith(gainDecibels);
  // LU that one dB more is expected to bring: the more is limited, the less.
  let slope = 1;
  for (let raises = 0; raises < MAX_RAISES && slope >= LEAST_YIELD; raises++) {
    const shortfall = target - reached;
    if (!(shortfall > TOLERANCE) || gainDecibels >= most) break;
    const raised = Math.min(gainDecibels + shortfall / slope, most);
    const result = await loudnessWith(raised);
    slope = Math.min(1, (result - reached) / (raised - gainDecibels));
    gainDecibels = raised;
    reached = result;
  }
  return { gainDecibels, reached };
}
