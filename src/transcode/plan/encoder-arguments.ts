import type { EncodingOptions } from "../transcode-options.ts";
import type { SoundShape } from "./encoded-sound.ts";
import { FORMATS, type FormatFacts } from "./output-format.ts";
import { vorbisBitrate } from "./vorbis-bitrate.ts";

/** The samples that an encoder is given. */
export interface SoundToEncode extends SoundShape {
  /** Of a sample, where the input is lossless; lossy input is written with 16 where the output is lossless. */
  readonly bits?: number;
  /** Whether the samples are floating-point. */
  readonly isFloat?: boolean;
}

/**
 * The arguments that choose the encoder and what it does.
 *
 * Nothing in a result depends on when or where it was made: the core is one build of FFmpeg, without threads,
 * and `bitexact` keeps out the random numbers of Ogg streams and Matroska segments.
 *
 * @param options checked
 */
export function encoderArguments(options: EncodingOptions, sound: SoundToEncode): string[] {
  const encoder = FORMATS[options.format].encoder ?? pcmEncoder(sound);
  return ["-c:a", encoder, ...settings(options, sound), "-flags:a", "+bitexact"];
}

function settings(options: EncodingOptions, sound: SoundToEncode): string[] {
  switch (options.format) {
    case "wav":
      return [];
    case "mp3":
      return mp3Settings(options);
    case "m4a":
    case "m4b":
      return aacSettings(options, sound);
    case "flac":
      return flacSettings(options, sound);
    case "alac":
      return isDeep(sound) ? ["-sample_fmt", "s32p", "-bits_per_raw_sample", "24"] : ["-sample_fmt", "s16p"];
    case "opus":
    case "mka":
      return opusSettings(options, sound);
    case "ogg":
      return vorbisSettings(options, sound);
  }
}

function pcmEncoder({ bits = 16, isFloat = false }: SoundToEncode): string {
  if (isFloat) return "pcm_f32le";
  if (bits <= 16) return "pcm_s16le";
  return bits <= 24 ? "pcm_s24le" : "pcm_s32le";
}

/** FLAC and ALAC of this FFmpeg have samples of 16 and of 24 bits. */
function isDeep({ bits = 16 }: SoundToEncode): boolean {
  return bits > 16;
}

/** LAME's `-V` goes from 9 (small) to 0 (best). */
function mp3Settings({ bitrate, quality, fast }: EncodingOptions): string[] {
  const rate =
    quality === undefined ? bits(bitrate ?? FORMATS.mp3.bitrate) : ["-q:a", decimal(9 * (1 - quality))];
  return fast ? [...rate, "-compression_level", "7"] : rate;
}

/** What an AAC frame of 1024 samples can hold for a channel, in bits (ISO/IEC 14496-3, section 4.5.3.1). */
const MOST_AAC_FRAME_BITS = 6144;

/**
 * The encoder has a mode of constant quality, but its makers call it experimental, and it jumps: from 22 to 58
 * kb/s between 0.1 and 0.4. So a quality is a bit rate, about which the encoder varies.
 */
function aacSettings({ bitrate, quality, fast }: EncodingOptions, sound: SoundToEncode): string[] {
  const wished = byQuality(quality, 24_000, 160_000, sound) ?? bitrate ?? usualBitrate(FORMATS.m4a, sound);
  const most = Math.floor((MOST_AAC_FRAME_BITS / 1024) * sound.sampleRate) * sound.channels;
  return [...bits(Math.min(wished, most)), ...(fast ? ["-aac_coder", "fast"] : [])];
}

/** RFC 6716 has no more than 256 kb/s for a channel in libopus, whose variable bit rate aims at a number. */
function opusSettings({ bitrate, quality, fast }: EncodingOptions, sound: SoundToEncode): string[] {
  const wished = byQuality(quality, 16_000, 128_000, sound) ?? bitrate ?? usualBitrate(FORMATS.opus, sound);
  const rate = [...bits(Math.min(wished, 256_000 * sound.channels)), "-vbr", "on"];
  return fast ? [...rate, "-compression_level", "5"] : rate;
}

/** libvorbis knows no faster way. */
function vorbisSettings({ bitrate, quality = 0.4 }: EncodingOptions, sound: SoundToEncode): string[] {
  return bitrate === undefined ? ["-q:a", decimal(10 * quality)] : bits(vorbisBitrate(bitrate, sound));
}

function flacSettings({ quality, fast }: EncodingOptions, sound: SoundToEncode): string[] {
  const format = isDeep(sound)
    ? ["-sample_fmt", "s32", "-bits_per_raw_sample", "24"]
    : ["-sample_fmt", "s16"];
  const level = quality === undefined ? (fast ? 1 : 5) : Math.round((fast ? 5 : 12) * quality);
  return [...format, "-compression_level", String(level)];
}

/** That of the format is meant for stereo, and is enough for less. */
function usualBitrate({ bitrate = 0 }: Pick<FormatFacts, "bitrate">, { channels }: SoundToEncode): number {
  return bitrate * Math.max(1, channels / 2);
}

/** A bit rate between two of one channel; equal steps of quality are equal factors. */
function byQuality(
  quality: number | undefined,
  least: number,
  most: number,
  { channels }: SoundToEncode,
): number | undefined {
  return quality === undefined ? undefined : least * (most / least) ** quality * channels;
}

function bits(rate = 0): string[] {
  return ["-b:a", String(Math.round(rate))];
}

function decimal(value: number): string {
  return String(Number(value.toFixed(3)));
}
