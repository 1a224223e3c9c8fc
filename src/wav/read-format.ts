import { LongwaveError } from "../stream/error.ts";
import { guidText } from "./chunk-header.ts";
import type { BlockEncoding } from "./codec/block-size.ts";
import { badFormat, type SampleEncoding, type WavFormat } from "./format.ts";
import { type FormatFields, type Layout, warnOfBlockAlign } from "./format-fields.ts";
import { AMBISONIC_TAIL, EXTENSIBLE_TAG, FORMAT_TAGS, SUBTYPE_TAIL } from "./format-tag.ts";
import type { Warn } from "./warning.ts";

/** Bytes of an extensible `fmt ` body. */
const EXTENSIBLE_BYTES = 40;

/** As much of a `fmt ` body as any of the encodings uses: Microsoft ADPCM, whose blocks can name 256 predictors. */
export const MAX_FORMAT_BYTES: number = 22 + 256 * 4;

/**
 * Reads a `fmt ` body (Multimedia Programming Interface and Data Specifications 1.0, "WAVE Format Chunk"; Microsoft,
 * "Multiple Channel Audio Data and WAVE Files", "WAVEFORMATEXTENSIBLE"; RFC 2361 for the other encodings).
 *
 * @param body its first `MAX_FORMAT_BYTES` bytes, or all of it
 * @param offset where it begins in the file, for messages
 * @throws LongwaveError `wav/bad-format`, `wav/unsupported-encoding`
 */
export async function readFormat(
  body: Uint8Array,
  offset: number,
  littleEndian: boolean,
  warn: Warn,
): Promise<WavFormat> {
  if (body.length < 16) {
    throw badFormat("bytes of the fmt chunk", "16 or more", body.length, offset);
  }
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  const declaredTag = view.getUint16(0, littleEndian);
  const extensible = declaredTag === EXTENSIBLE_TAG;
  if (extensible && body.length < EXTENSIBLE_BYTES) {
    throw badFormat("bytes of an extensible fmt chunk", `${EXTENSIBLE_BYTES} or more`, body.length, offset);
  }
  warnOfExtension(body, offset, littleEndian, warn);
  const subtype = extensible ? readSubtype(body, offset, littleEndian) : undefined;
  const encoding = await encodingOf(subtype?.tag ?? declaredTag, offset);
  const channels = view.getUint16(2, littleEndian);
  const sampleRate = view.getUint32(4, littleEndian);
  if (channels === 0) throw badFormat("channels", "1 or more", channels, offset + 2);
  if (sampleRate === 0) throw badFormat("sample rate", "1 Hz or more", sampleRate, offset + 4);
  const fields = {
    body,
    view,
    littleEndian,
    offset,
    channels,
    blockAlign: view.getUint16(12, littleEndian),
    bits: view.getUint16(14, littleEndian),
    extensible,
    warn,
  };
  const layout = LINEAR_LAYOUTS[encoding]?.(fields) ?? (await readBlockFormat(encoding, fields));
  return {
    encoding,
    channels,
    sampleRate,
    ...layout,
    ...(!littleEndian && { bigEndian: true }),
    ...(extensible && { channelMask: view.getUint32(20, littleEndian) }),
    ...(subtype?.ambisonic && { ambisonic: true }),
  };
}

/** How the fields are read of encodings whose frames have bytes of their own. */
const LINEAR_LAYOUTS: Readonly<Partial<Record<SampleEncoding, (fields: FormatFields) => Layout>>> = {
  pcm: (fields) => linearLayout(fields, "1 to 64 bits", (bits) => bits >= 1 && bits <= 64),
  float: (fields) => linearLayout(fields, "16, 32 or 64 bits", (bits) => [16, 32, 64].includes(bits)),
  alaw: compandedLayout,
  mulaw: compandedLayout,
};

function linearLayout(fields: FormatFields, allowed: string, isAllowed: (bits: number) => boolean): Layout {
  const { view, littleEndian, offset, channels, bits, extensible } = fields;
  if (!isAllowed(bits)) throw badFormat("bits per sample", allowed, bits, offset + 14);
  const declared = fields.blockAlign / channels;
  const sampleBytes = isRoomy(bits, declared) ? declared : Math.ceil(bits / 8);
  const blockAlign = channels * sampleBytes;
  if (blockAlign > 0xffff) throw badFormat("bytes per frame", "at most 65535", blockAlign, offset + 12);
  warnOfBlockAlign(fields, blockAlign, `${channels} x ${bits} bits`);
  const bitsPerSample = sampleBytes * 8;
  const valid = extensible ? view.getUint16(18, littleEndian) : bits;
  if (valid > bitsPerSample) {
    const at = offset + 18;
    const message = `valid bits at offset ${at}: expected at most ${bitsPerSample}, got ${valid}`;
    fields.warn({ code: "wav/valid-bits", message, offset: at, actual: valid, expected: bitsPerSample });
  }
  // 0 is written by some for "all of them".
  const validBits = valid >= 1 && valid <= bitsPerSample ? valid : bitsPerSample;
  return { bitsPerSample, validBits, blockAlign, framesPerBlock: 1 };
}

/**
 * Whether samples may take more bytes than their bits need, as 24 bits in 4 bytes do. At 8, 16, 32 and 64 bits no writer
 * does that: there, every reader takes a block align that says so for a lie.
 */
function isRoomy(bits: number, sampleBytes: number): boolean {
  return (
    ![8, 16, 32, 64].includes(bits) && [2, 3, 4, 5, 6, 7, 8].includes(sampleBytes) && sampleBytes * 8 > bits
  );
}

/** Companded samples have 8 bits, whatever the chunk says (ITU-T G.711). */
function compandedLayout(fields: FormatFields): Layout {
  warnOfBlockAlign(fields, fields.channels, `${fields.channels} x 8 bits`);
  return { bitsPerSample: 8, validBits: 8, blockAlign: fields.channels, framesPerBlock: 1 };
}

/** The size of what follows the first 18 bytes may be less than what is there, for padding, but not more. */
function warnOfExtension(body: Uint8Array, offset: number, littleEndian: boolean, warn: Warn): void {
  const there = body.length - 18;
  if (there < 0 || body.length === MAX_FORMAT_BYTES) return;
  const claimed = new DataView(body.buffer, body.byteOffset).getUint16(16, littleEndian);
  if (claimed <= there) return;
  const at = offset + 16;
  const message = `extension of the fmt chunk at offset ${at}: expected at most ${there} bytes, got ${claimed}`;
  warn({ code: "wav/format-extension", message, offset: at, actual: claimed, expected: there });
}

/** What few files have is loaded for them. */
async function readBlockFormat(encoding: SampleEncoding, fields: FormatFields): Promise<Layout> {
  const { blockLayout } = await import("./block-format.ts");
  return blockLayout(encoding as BlockEncoding, fields);
}

async function encodingOf(tag: number, offset: number): Promise<SampleEncoding> {
  const known = Object.keys(FORMAT_TAGS) as SampleEncoding[];
  const encoding = known.find((name) => FORMAT_TAGS[name] === tag);
  if (encoding) return encoding;
  const { foreignEncoding } = await import("./foreign-encoding.ts");
  throw foreignEncoding(tag, offset);
}

/** The format tag that an extensible format carries in the first bytes of its GUID. */
function readSubtype(
  body: Uint8Array,
  offset: number,
  littleEndian: boolean,
): { readonly tag: number; readonly ambisonic: boolean } {
  const guid = body.subarray(24, 40);
  // Some write the GUID in little-endian into big-endian files as well.
  for (const order of littleEndian ? [guid] : [reordered(guid), guid]) {
    const endsWith = (tail: readonly number[]) => tail.every((byte, index) => byte === order[index + 2]);
    const ambisonic = endsWith(AMBISONIC_TAIL);
    if (!ambisonic && !endsWith(SUBTYPE_TAIL)) continue;
    const view = new DataView(order.buffer, order.byteOffset);
    const tags = [view.getUint16(0, true), view.getUint16(0, false)] as const;
    // SoX has the tag in big-endian before a tail in little-endian, in big-endian files alone.
    const isSwapped = !littleEndian && tags[0] % 0x100 === 0;
    return { tag: isSwapped ? tags[1] : tags[0], ambisonic };
  }
  const text = guidText(guid, littleEndian);
  throw new LongwaveError(
    "wav/unsupported-encoding",
    `the fmt chunk at offset ${offset} names an unknown subformat: ${text}`,
    { offset: offset + 24, actual: text },
  );
}

/** A GUID with its three leading numbers in the other byte order. */
export function reordered(guid: Uint8Array): Uint8Array<ArrayBuffer> {
  const number = (from: number, to: number) => [...guid.subarray(from, to)].reverse();
  return Uint8Array.of(...number(0, 4), ...number(4, 6), ...number(6, 8), ...guid.subarray(8));
}
