import type { ChannelRule } from "../dsp/level/channel-matrix.ts";
import type { ResampleQuality } from "../dsp/resample/resample-quality.ts";
import { LongwaveError } from "../stream/error.ts";
import type { ComputedSampleOptions } from "../wav/computed-audio.ts";
import type { SampleWidth } from "../wav/convert-wav.ts";
import { UsageError } from "./usage-error.ts";

/** What dithers are called here: with noise shaping, by that. */
export const SAMPLE_DITHERS = ["tpdf", "none", "first-order", "lipshitz"] as const;

/** The options of commands that write another format. */
export interface FormatOptions {
  /** Hz. */
  readonly rate?: number;
  readonly channels?: number;
  readonly bits?: SampleWidth;
  readonly mix?: ChannelRule;
  readonly quality?: ResampleQuality;
  readonly dither?: (typeof SAMPLE_DITHERS)[number];
}

/** What these options are to the library. */
export interface TargetFormat extends ComputedSampleOptions {
  readonly sampleRate?: number;
  readonly channels?: number;
  readonly sample?: SampleWidth;
  readonly rule?: ChannelRule;
  readonly quality?: ResampleQuality;
}

/** What these options are to the library; refuses a dither for samples that have none. */
export function targetFormat({ rate, channels, bits, mix, quality, dither }: FormatOptions): TargetFormat {
  const hasDither = bits === undefined || (bits.encoding === "pcm" && bits.bitsPerSample <= 24);
  if (dither !== undefined && dither !== "none" && !hasDither) {
    throw new UsageError(`--dither ${dither} has no meaning for these --bits: it is for integers of 8 to 24`);
  }
  const isShaped = dither === "first-order" || dither === "lipshitz";
  return {
    ...(rate !== undefined && { sampleRate: rate }),
    ...(channels !== undefined && { channels }),
    ...(bits && { sample: bits }),
    ...(mix && { rule: mix }),
    ...(quality && { quality }),
    ...(dither && { dither: dither === "none" ? ("none" as const) : ("tpdf" as const) }),
    ...(isShaped && { noiseShaping: dither }),
  };
}

/** How failures begin that speak of the sample rate that was asked for. */
const SAMPLE_RATE = "options.sampleRate, when provided,";

/**
 * The same failure in the words of the command, where it is about a sample rate that the recording cannot be
 * brought to.
 */
export function withRateNamed(error: unknown, { rate }: Pick<FormatOptions, "rate">): unknown {
  if (!(error instanceof LongwaveError && error.message.startsWith(SAMPLE_RATE))) return error;
  const { code, message, details } = error;
  if (rate !== undefined) return new UsageError(message.replace(SAMPLE_RATE, "--rate"));
  const words = message.replace(SAMPLE_RATE, "the sample rate of the result");
  return new LongwaveError(code, `${words}; --rate asks for another`, { ...details, cause: error });
}

/** What to do about failures of conversions, by their code. */
export const CONVERSION_ADVICE: Readonly<Record<string, string>> = {
  "audio/no-channel-rule": "say --mix discrete for that, or --mix itu",
};
