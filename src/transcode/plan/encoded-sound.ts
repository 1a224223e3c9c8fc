import type { EncodingOptions, OutputFormat } from "../transcode-options.ts";
import { FORMATS } from "./output-format.ts";

/** What an encoder is given. */
export interface SoundShape {
  /** Hz. */
  readonly sampleRate: number;
  readonly channels: number;
}

/** Beyond, a FLAC header holds tens of hertz alone (RFC 9639, section 9.1.2). */
const MOST_FLAC_HERTZ = 65_535;
const MOST_FLAC_RATE = 655_340;

/**
 * The sample rate that a format has for a wished one: the same, else the next above, so that nothing of the
 * sound is lost, else its highest.
 *
 * @param wished Hz
 */
export function nearestRate(format: OutputFormat, wished: number): number {
  if (format === "flac") return nearestFlacRate(wished);
  const rates = FORMATS[format].sampleRates;
  if (rates === undefined) return wished;
  return rates.find((rate) => rate >= wished) ?? rates[rates.length - 1] ?? wished;
}

function nearestFlacRate(wished: number): number {
  if (wished <= MOST_FLAC_HERTZ) return wished;
  return Math.min(Math.ceil(wished / 10) * 10, MOST_FLAC_RATE);
}

/**
 * What the encoder gets of an input: where it differs from the input, the sound must be resampled or remixed
 * before.
 */
export function encodedSound(options: EncodingOptions, input: SoundShape): SoundShape {
  const { format, sampleRate = input.sampleRate, channels = input.channels } = options;
  return {
    sampleRate: nearestRate(format, sampleRate),
    channels: Math.min(channels, FORMATS[format].maxChannels),
  };
}

/**
 * Whether ffmpeg can read the input itself. It cannot where rate or channels change, which is done by our own
 * filters, nor where an encoder takes only some arrangements of more than two channels: ffmpeg would mix them
 * without a word.
 */
export function readsDirectly(options: EncodingOptions, input: SoundShape): boolean {
  const { sampleRate, channels } = encodedSound(options, input);
  if (sampleRate !== input.sampleRate || channels !== input.channels) return false;
  return channels <= 2 || ["wav", "flac", "ogg"].includes(options.format);
}

/** The arrangements that all encoders take, by the number of channels. */
const LAYOUTS = ["mono", "stereo", "3.0", "quad", "5.0", "5.1", "6.1", "7.1"];
/** What the encoder has instead: another order of the same channels would be a mix. */
const ALAC_LAYOUTS: Readonly<Record<number, string>> = { 4: "4.0", 7: "6.1(back)", 8: "7.1(wide)" };

/** The name of the arrangement of channels that an encoder takes without mixing; none beyond eight. */
export function channelLayout(format: OutputFormat, channels: number): string | undefined {
  if (format === "alac") return ALAC_LAYOUTS[channels] ?? LAYOUTS[channels - 1];
  return LAYOUTS[channels - 1];
}
