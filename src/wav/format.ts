import { LongwaveError } from "../stream/error.ts";
import type { Warn } from "./warning.ts";

/** How a sample is written: integers (unsigned at 8 bits, signed above), or IEEE 754 floating point. */
export type SampleEncoding = "pcm" | "float";

/** What the `fmt ` chunk says. */
export interface WavFormat {
  readonly encoding: SampleEncoding;
  /** Samples of a frame, 1 or more. */
  readonly channels: number;
  /** Hz. */
  readonly sampleRate: number;
  /** Bits that a sample takes in the file. */
  readonly bitsPerSample: number;
  /** Bits of these that carry sound, from the top; fewer than `bitsPerSample` in, for example, 20-bit recordings. */
  readonly validBits: number;
  /** Bytes of a frame. */
  readonly blockAlign: number;
  /** Loudspeaker positions, bit by bit; present in files of WAVE_FORMAT_EXTENSIBLE. */
  readonly channelMask?: number;
  /** Whether the channels are those of ambisonic B-format, by the GUID of its own. */
  readonly ambisonic?: boolean;
}

/** What a caller chooses when a file is written; the rest follows from it. */
export interface SampleFormat {
  readonly encoding: SampleEncoding;
  /** 8, 16, 24 or 32 for `"pcm"`, 32 or 64 for `"float"`. */
  readonly bitsPerSample: number;
  /** Loudspeaker positions (WAVE_FORMAT_EXTENSIBLE); none unless told otherwise. */
  readonly channelMask?: number;
}

/** Format tags (RFC 2361, appendix A). */
const PCM_TAG = 0x0001;
const FLOAT_TAG = 0x0003;
const EXTENSIBLE_TAG = 0xfffe;

/** Encodings that people meet, so that an error can name them (RFC 2361, appendix A). */
const TAG_NAMES: Readonly<Record<number, string>> = {
  2: "Microsoft ADPCM",
  6: "A-law",
  7: "µ-law",
  17: "IMA ADPCM",
  49: "GSM 6.10",
  80: "MPEG audio",
  85: "MP3",
  255: "AAC",
  353: "Windows Media Audio 2",
  8192: "AC-3",
};

/** The last 14 bytes of KSDATAFORMAT_SUBTYPE_…; the first two are the format tag (RFC 2361, section 4). */
const SUBTYPE_TAIL: readonly number[] = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/** The same for ambisonic B-format: {0000000x-0721-11D3-8644-C8C1CA000000}. */
const AMBISONIC_TAIL: readonly number[] = [
  0, 0, 0x21, 0x07, 0xd3, 0x11, 0x86, 0x44, 0xc8, 0xc1, 0xca, 0, 0, 0,
];

/** As much of a `fmt ` body as any of the encodings here uses. */
export const MAX_FORMAT_BYTES = 40;

/**
 * Reads a `fmt ` body (Multimedia Programming Interface and Data Specifications 1.0, "WAVE Format Chunk";
 * Microsoft, "Multiple Channel Audio Data and WAVE Files", "WAVEFORMATEXTENSIBLE").
 *
 * @param body its first 40 bytes, or all of it
 * @param offset where it begins in the file, for messages
 * @throws LongwaveError `wav/bad-format`, `wav/unsupported-encoding`
 */
export function readFormat(body: Uint8Array, offset: number, warn: Warn): WavFormat {
  if (body.length < 16) {
    throw badFormat("bytes of the fmt chunk", "16 or more", body.length, offset);
  }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const declaredTag = view.getUint16(0, true);
  const extensible = declaredTag === EXTENSIBLE_TAG;
  if (extensible && body.length < MAX_FORMAT_BYTES) {
    throw badFormat("bytes of an extensible fmt chunk", `${MAX_FORMAT_BYTES} or more`, body.length, offset);
  }
  const subtype = extensible ? readSubtype(body, offset) : undefined;
  const tag = subtype?.tag ?? declaredTag;
  const encoding = tag === PCM_TAG ? "pcm" : tag === FLOAT_TAG ? "float" : undefined;
  if (encoding === undefined) throw unsupportedEncoding(tag, offset);

  const channels = view.getUint16(2, true);
  const sampleRate = view.getUint32(4, true);
  const declaredAlign = view.getUint16(12, true);
  const declaredBits = view.getUint16(14, true);
  if (channels === 0) throw badFormat("channels", "1 or more", channels, offset + 2);
  if (sampleRate === 0) throw badFormat("sample rate", "1 Hz or more", sampleRate, offset + 4);
  const allowed = encoding === "pcm" ? "1 to 32 bits" : "32 or 64 bits";
  const bitsAreKnown =
    encoding === "pcm" ? declaredBits >= 1 && declaredBits <= 32 : declaredBits === 32 || declaredBits === 64;
  if (!bitsAreKnown) throw badFormat("bits per sample", allowed, declaredBits, offset + 14);

  const sampleBytes = isRoomy(declaredBits, declaredAlign / channels)
    ? declaredAlign / channels
    : Math.ceil(declaredBits / 8);
  const blockAlign = channels * sampleBytes;
  if (blockAlign > 0xffff) throw badFormat("bytes per frame", "at most 65535", blockAlign, offset + 12);
  if (blockAlign !== declaredAlign) {
    warn({
      code: "wav/block-align",
      message: `the fmt chunk says ${declaredAlign} bytes a frame; ${channels} x ${declaredBits} bits take ${blockAlign}`,
      offset: offset + 12,
      actual: declaredAlign,
      expected: blockAlign,
    });
  }
  const bitsPerSample = sampleBytes * 8;
  const declaredValid = extensible ? view.getUint16(18, true) : declaredBits;
  // 0 is written by some for "all of them".
  const validBits = declaredValid >= 1 && declaredValid <= bitsPerSample ? declaredValid : bitsPerSample;
  return {
    encoding,
    channels,
    sampleRate,
    bitsPerSample,
    validBits,
    blockAlign,
    ...(extensible && { channelMask: view.getUint32(20, true) }),
    ...(subtype?.ambisonic && { ambisonic: true }),
  };
}

/**
 * Whether samples may take more bytes than their bits need, as 24 bits in 4 bytes do. At 8, 16 and 32 bits no writer
 * does that: there, every reader takes a block align that says so for a lie.
 */
function isRoomy(bits: number, sampleBytes: number): boolean {
  return ![8, 16, 32, 64].includes(bits) && [2, 3, 4].includes(sampleBytes) && sampleBytes * 8 > bits;
}

/**
 * The format of a file to be written.
 *
 * @throws LongwaveError `wav/bad-format` for a combination that WAV has no room for or that this library does not write
 */
export function chooseFormat(sample: SampleFormat, channels: number, sampleRate: number): WavFormat {
  const { encoding, bitsPerSample, channelMask } = sample;
  const written = encoding === "pcm" ? [8, 16, 24, 32] : encoding === "float" ? [32, 64] : undefined;
  if (!written) {
    throw new LongwaveError(
      "wav/bad-format",
      `expected the encoding "pcm" or "float", got ${String(encoding)}`,
      {
        actual: encoding,
      },
    );
  }
  if (!written.includes(bitsPerSample)) {
    throw badFormat(`bits per sample of ${encoding}`, written.join(" or "), bitsPerSample);
  }
  const blockAlign = channels * (bitsPerSample / 8);
  if (!Number.isInteger(channels) || channels < 1 || blockAlign > 0xffff) {
    throw badFormat("channels", "1 or more, at most 65535 bytes a frame", channels);
  }
  if (!Number.isInteger(sampleRate) || sampleRate < 1 || sampleRate > 0xffff_ffff) {
    throw badFormat("sample rate", "an integer from 1 to 4294967295 Hz", sampleRate);
  }
  if (
    channelMask !== undefined &&
    !(Number.isInteger(channelMask) && channelMask >= 0 && channelMask < 2 ** 32)
  ) {
    throw badFormat("channel mask", "an integer of 32 bits", channelMask);
  }
  // Positions cannot be told without the extensible form; more than two channels ask for it.
  const mask = channelMask ?? (channels > 2 ? 0 : undefined);
  return {
    encoding,
    channels,
    sampleRate,
    bitsPerSample,
    validBits: bitsPerSample,
    blockAlign,
    ...(mask !== undefined && { channelMask: mask }),
  };
}

/** Writes a `fmt ` body: 16 bytes for plain PCM, 18 for floats, 40 for the extensible form. */
export function writeFormat(format: WavFormat): Uint8Array {
  const { encoding, channels, sampleRate, bitsPerSample, validBits, blockAlign, channelMask, ambisonic } =
    format;
  const extensible = channelMask !== undefined;
  const plainTag = encoding === "pcm" ? PCM_TAG : FLOAT_TAG;
  const body = new Uint8Array(extensible ? MAX_FORMAT_BYTES : encoding === "pcm" ? 16 : 18);
  const view = new DataView(body.buffer);
  view.setUint16(0, extensible ? EXTENSIBLE_TAG : plainTag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, sampleRate, true);
  // The field is advisory and 32 bits wide; what does not fit is cut off as every writer does.
  view.setUint32(8, Math.min(sampleRate * blockAlign, 0xffff_ffff), true);
  view.setUint16(12, blockAlign, true);
  view.setUint16(14, extensible ? bitsPerSample : Math.min(validBits, bitsPerSample), true);
  if (extensible) {
    view.setUint16(16, 22, true);
    view.setUint16(18, validBits, true);
    view.setUint32(20, channelMask, true);
    view.setUint16(24, plainTag, true);
    body.set(ambisonic ? AMBISONIC_TAIL : SUBTYPE_TAIL, 26);
  }
  return body;
}

/** A format in a few words: `"16-bit PCM, 44100 Hz, 2 channels"`. */
export function describeFormat(format: WavFormat): string {
  const { encoding, channels, sampleRate, bitsPerSample, validBits } = format;
  const bits = validBits === bitsPerSample ? `${bitsPerSample}-bit` : `${validBits}-in-${bitsPerSample}-bit`;
  const name = encoding === "pcm" ? "PCM" : "float";
  return `${bits} ${name}, ${sampleRate} Hz, ${channels === 1 ? "1 channel" : `${channels} channels`}`;
}

/** The format tag that an extensible format carries in the first two bytes of its GUID. */
function readSubtype(
  body: Uint8Array,
  offset: number,
): { readonly tag: number; readonly ambisonic: boolean } {
  const tail = body.subarray(26, 40);
  const endsWith = (pattern: readonly number[]) => pattern.every((byte, at) => byte === tail[at]);
  const ambisonic = endsWith(AMBISONIC_TAIL);
  if (ambisonic || endsWith(SUBTYPE_TAIL))
    return { tag: (body[24] ?? 0) | ((body[25] ?? 0) << 8), ambisonic };
  const guid = guidText(body.subarray(24, 40));
  throw new LongwaveError(
    "wav/unsupported-encoding",
    `the fmt chunk at offset ${offset} names an unknown subformat: ${guid}`,
    { offset: offset + 24, actual: guid },
  );
}

/** A GUID as people write it; its first three groups are little-endian numbers. */
function guidText(bytes: Uint8Array): string {
  const hex = (from: number, to: number) =>
    Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0"));
  const numbers = [hex(0, 4), hex(4, 6), hex(6, 8)].map((group) => group.reverse());
  return `{${[...numbers, hex(8, 10), hex(10, 16)].map((group) => group.join("")).join("-")}}`;
}

function unsupportedEncoding(tag: number, offset: number): LongwaveError {
  const hex = `0x${tag.toString(16).padStart(4, "0")}`;
  return new LongwaveError(
    "wav/unsupported-encoding",
    `the audio is encoded as ${TAG_NAMES[tag] ?? "an unknown encoding"} (format tag ${hex} at offset ${offset}); ` +
      "expected PCM (0x0001) or float (0x0003)",
    { offset, actual: tag, expected: [PCM_TAG, FLOAT_TAG] },
  );
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
