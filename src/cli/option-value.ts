import { InvalidArgumentError } from "commander";
import type { NormalizationTarget } from "../audio/normalization.ts";
import { parseTime } from "../audio/time.ts";
import { RESAMPLE_QUALITIES, type ResampleQuality } from "../dsp/resample/resample-quality.ts";
import type { SampleFormat } from "../wav/format.ts";

/** A number of seconds, or of milliseconds where it says so. */
const LENGTH = /^(\d+(?:[.,]\d+)?)\s*(ms|s)$/i;

/** Seconds of a time, with or without a unit; NaN where it is none. */
function secondsOf(text: string): number {
  const [, number, unit] = LENGTH.exec(text.trim()) ?? [];
  if (number === undefined) return parseTime(text);
  return parseTime(number) / (unit?.toLowerCase() === "ms" ? 1000 : 1);
}

/** A time in seconds: `"1:02:03.5"`, `"12.5"`, `"12.5s"`, `"250ms"`. */
export function time(text: string): number {
  const value = secondsOf(text);
  if (Number.isNaN(value))
    throw new InvalidArgumentError("Expected a time, such as 12.5, 250ms or 1:02:03.5.");
  return value;
}

/** A number of things at the same time. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) {
    throw new InvalidArgumentError("Expected an integer from 1 to 64.");
  }
  return value;
}

/** A name is a token, a value is visible bytes with blanks between them (RFC 9110 §5.1 and §5.5). */
const HEADER = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\x21-\x7e\x80-\xff \t]*)$/;

/** Request headers, one more with each use of the option. */
export function header(line: string, earlier: [string, string][] = []): [string, string][] {
  const [, name, value] = HEADER.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new InvalidArgumentError('Expected "Name: value".');
  return [...earlier, [name, value.trim()]];
}

/** The texts of an option that may be repeated. */
export function several(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

const DECIBELS = /^([+-]?\d+(?:\.\d+)?)\s*(?:dB|dBFS)?$/i;

/** A level or a change of level in decibels: `"-40dB"`, `"-40"`, `"+3.5 dB"`. */
export function decibels(text: string): number {
  const [, number] = DECIBELS.exec(text.trim()) ?? [];
  const value = Number(number);
  if (number === undefined || Math.abs(value) > 200) {
    throw new InvalidArgumentError("Expected decibels, such as -40dB.");
  }
  return value;
}

/** A level beside full scale, which is 0 dB: `"-40dB"`. */
export function level(text: string): number {
  const value = decibels(text);
  if (value > 0) throw new InvalidArgumentError("Expected at most 0 dB, such as -40dB.");
  return value;
}

/** A length of time in seconds: `"1s"`, `"250ms"`, `"0.5"`, or as times are written. */
export function seconds(text: string): number {
  const value = secondsOf(text);
  if (!(value >= 0 && value < 1e6))
    throw new InvalidArgumentError("Expected seconds, such as 1.5s or 250ms.");
  return value;
}

/** The same, but some time. */
export function someSeconds(text: string): number {
  const value = seconds(text);
  if (value === 0) throw new InvalidArgumentError("Expected more than 0 seconds, such as 1.5s or 250ms.");
  return value;
}

/** An integer of 1 or more. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || !Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError("Expected an integer of 1 or more.");
  }
  return value;
}

/** Frames per pixel of a waveform. */
export function zoom(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text.trim()) || value < 2 || value >= 2 ** 31) {
    throw new InvalidArgumentError("Expected an integer of 2 or more.");
  }
  return value;
}

/** A sample rate in Hz: `"44100"`, `"44.1k"`, `"48kHz"`. */
export function sampleRate(text: string): number {
  const [, number, kilo] = /^(\d+(?:\.\d+)?)\s*(k)?(?:hz)?$/i.exec(text.trim()) ?? [];
  const hertz = Number(number) * (kilo ? 1000 : 1);
  const value = Math.round(hertz);
  // 44.1 is meant as kilohertz by whoever writes it.
  if (!(Math.abs(hertz - value) < 1e-6 && value >= 1 && value <= 1_000_000)) {
    throw new InvalidArgumentError("Expected a sample rate in Hz, such as 48000 or 44.1k.");
  }
  return value;
}

/** A number of channels: `"2"`, `"mono"`, `"stereo"`. */
export function channelCount(text: string): number {
  const names: Readonly<Record<string, number>> = { mono: 1, stereo: 2 };
  const value = names[text.toLowerCase()] ?? Number(text);
  if (!Number.isInteger(value) || value < 1 || value > 64) {
    throw new InvalidArgumentError("Expected a number of channels from 1 to 64, mono or stereo.");
  }
  return value;
}

/** What `--quality` can say: how well is encoded, how well is resampled. */
export interface Qualities {
  /** From 0 to 1. */
  readonly encoding?: number;
  readonly resampling?: ResampleQuality;
}

/**
 * How well something is encoded, from 0 to 1, or how well it is resampled, by name; both where it is said
 * twice.
 */
export function qualities(text: string, earlier: Qualities = {}): Qualities {
  const name = RESAMPLE_QUALITIES.find((quality) => quality === text.toLowerCase());
  if (name) return { ...earlier, resampling: name };
  if (/\d/.test(text)) return { ...earlier, encoding: encodingQuality(text) };
  throw new InvalidArgumentError(`Expected ${RESAMPLE_QUALITIES.join(", ")}, or a number from 0 to 1.`);
}

/** How well something is encoded: from 0 to 1. */
export function encodingQuality(text: string): number {
  const value = Number(text);
  if (/^\d*\.?\d+$/.test(text.trim()) && value <= 1) return value;
  throw new InvalidArgumentError("Expected a number from 0 to 1, such as 0.5.");
}

/** Bits a second: `"128k"`, `"128000"`, `"128 kbit/s"`. */
export function bitrate(text: string): number {
  const [, number, kilo] = /^(\d+(?:\.\d+)?)\s*(k)?(?:bit\/s|bps|b\/s)?$/i.exec(text.trim()) ?? [];
  const value = Math.round(Number(number) * (kilo ? 1000 : 1));
  // 128 is meant as kilobits by whoever writes it, and nothing else.
  if (value >= 8000 && value <= 512_000) return value;
  throw new InvalidArgumentError("Expected bits a second from 8k to 512k, such as 128k.");
}

/** Tags, one more with each use of the option: `"title=Interview"`. An empty value removes. */
export function tags(text: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, value] = /^([\x20-\x3c\x3e-\x7d]+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined || value.includes("\0")) {
    throw new InvalidArgumentError("Expected name=value, such as title=Interview.");
  }
  return { ...earlier, [name.trim().toLowerCase()]: value };
}

/** A number of a track, from 0. */
export function track(text: string): number {
  const value = Number(text);
  if (!/^\d{1,4}$/.test(text.trim())) throw new InvalidArgumentError("Expected an integer of 0 or more.");
  return value;
}

/** The names of what samples are written as. */
const SAMPLES: Readonly<Record<string, Pick<SampleFormat, "encoding" | "bitsPerSample">>> = {
  "8": { encoding: "pcm", bitsPerSample: 8 },
  "16": { encoding: "pcm", bitsPerSample: 16 },
  "24": { encoding: "pcm", bitsPerSample: 24 },
  "32": { encoding: "pcm", bitsPerSample: 32 },
  "32f": { encoding: "float", bitsPerSample: 32 },
  "64f": { encoding: "float", bitsPerSample: 64 },
  alaw: { encoding: "alaw", bitsPerSample: 8 },
  mulaw: { encoding: "mulaw", bitsPerSample: 8 },
};

/** What samples are written as: `"16"`, `"32f"`, `"alaw"`. */
export function sampleWidth(text: string): Pick<SampleFormat, "encoding" | "bitsPerSample"> {
  const name = text.toLowerCase();
  const width = Object.hasOwn(SAMPLES, name) ? SAMPLES[name] : undefined;
  if (!width) throw new InvalidArgumentError(`Expected ${Object.keys(SAMPLES).join(", ")}.`);
  return width;
}

/** A loudness or a true peak: `"-16LUFS"`, `"-1 dBTP"`. */
export function normalizationTarget(text: string): NormalizationTarget {
  const [, number, unit] = /^([+-]?\d+(?:\.\d+)?)\s*(LUFS|LKFS|dBTP)$/i.exec(text.trim()) ?? [];
  const value = Number(number);
  if (unit === undefined || value > 0 || value < -70) {
    throw new InvalidArgumentError(
      "Expected a loudness such as -16LUFS, or a true peak such as -1dBTP, from -70 to 0.",
    );
  }
  return unit.toLowerCase() === "dbtp" ? { truePeak: value } : { loudness: value };
}
