import { LongwaveError } from "../stream/error.ts";

/**
 * How samples are written: integers (`"pcm"`: unsigned up to 8 bits, signed above), IEEE 754 floating point, companded by
 * ITU-T G.711, or in blocks of several frames (both kinds of ADPCM, and GSM 6.10).
 */
export type SampleEncoding = "pcm" | "float" | "alaw" | "mulaw" | "ima-adpcm" | "ms-adpcm" | "gsm";

/** What the `fmt ` chunk says. */
export interface WavFormat {
  readonly encoding: SampleEncoding;
  /** Samples of a frame, 1 or more. */
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Bits that a sample takes in the file: 4 for ADPCM, 0 for GSM, which has no such number. */
  readonly bitsPerSample: number;
  /** Bits of these that carry sound, from the top; fewer than `bitsPerSample` in, for example, 20-bit recordings. */
  readonly validBits: number;
  /** Bytes of a block: of a frame, but for ADPCM and GSM. */
  readonly blockAlign: number;
  /** Frames of a block: 1, but for ADPCM and GSM. */
  readonly framesPerBlock: number;
  /** The predictors of Microsoft ADPCM, in 256ths. */
  readonly coefficients?: readonly Coefficients[];
  /** Whether numbers and samples are big-endian, as in RIFX files. */
  readonly bigEndian?: true;
  /** Loudspeaker positions, bit by bit; present in files of WAVE_FORMAT_EXTENSIBLE. */
  readonly channelMask?: number;
  /** Whether the channels are those of ambisonic B-format, by the GUID of its own. */
  readonly ambisonic?: boolean;
}

/** What the last sample and the one before count for the next one. */
export type Coefficients = readonly [last: number, beforeLast: number];

/** What a caller chooses when a file is written; the rest follows from it. */
export interface SampleFormat {
  readonly encoding: "pcm" | "float" | "alaw" | "mulaw";
  /** 8, 16, 24 or 32 for `"pcm"`, 32 or 64 for `"float"`, 8 for `"alaw"` and `"mulaw"`. */
  readonly bitsPerSample: number;
  /** Loudspeaker positions (WAVE_FORMAT_EXTENSIBLE); none unless told otherwise. */
  readonly channelMask?: number;
  /** Whether the channels are those of ambisonic B-format; told where there is a channel mask, which is then 0. */
  readonly ambisonic?: boolean;
}

const ENCODING_NAMES: Readonly<Record<SampleEncoding, string>> = {
  pcm: "PCM",
  float: "float",
  alaw: "A-law",
  mulaw: "µ-law",
  "ima-adpcm": "IMA ADPCM",
  "ms-adpcm": "Microsoft ADPCM",
  gsm: "GSM 6.10",
};

/** A format in a few words: `"16-bit PCM, 44100 Hz, 2 channels"`. */
export function describeFormat(format: WavFormat): string {
  const { encoding, channels, sampleRate, bitsPerSample, validBits, bigEndian } = format;
  const width =
    validBits === bitsPerSample ? `${bitsPerSample}-bit ` : `${validBits}-in-${bitsPerSample}-bit `;
  const bits = bitsPerSample === 0 ? "" : width;
  const order = bigEndian ? " big-endian" : "";
  const counted = channels === 1 ? "1 channel" : `${channels} channels`;
  return `${bits}${ENCODING_NAMES[encoding]}${order}, ${sampleRate} Hz, ${counted}`;
}

/** Says which part of a format cannot be. */
export function badFormat(what: string, expected: string, actual: number, offset?: number): LongwaveError {
  const where = offset === undefined ? "" : ` at offset ${offset}`;
  return new LongwaveError("wav/bad-format", `${what}${where}: expected ${expected}, got ${actual}`, {
    ...(offset !== undefined && { offset }),
    actual,
    expected,
  });
}
