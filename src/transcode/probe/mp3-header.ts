import { available, type ByteSource, readFully } from "../../stream/byte-source.ts";
import { bitField } from "./bit-field.ts";
import { type MpegFrameHeader, readMpegFrameHeader, sameMpegStream } from "./mpeg-frame-header.ts";

/** What an encoder says of the whole file in its first frame, which holds no sound. */
export interface Mp3Info {
  /** Who says it: `Xing` (variable bit rate), `Info` (constant), `VBRI` (Fraunhofer's encoder). */
  readonly kind: "Xing" | "Info" | "VBRI";
  /** Packets of sound, this one not counted. */
  readonly packets?: number;
  /** Bytes from the beginning of this frame to the end of the last. */
  readonly bytes?: number;
  /** Frames that the encoder put before the sound; where it is LAME, or libavformat. */
  readonly delay?: number;
  /** Frames that the encoder put behind the sound. */
  readonly padding?: number;
}

/** Whether what an mp3 says of its length is true, as far as its bytes show. */
export type Mp3Trust =
  /** The bytes that it speaks of are there, and no more packets. */
  | "complete"
  /** The file ends before it should. */
  | "truncated"
  /** More packets follow: somebody appended to the file, or its stream was cut out of a longer one. */
  | "continued"
  /** Nothing is said, or nothing that could be checked. */
  | "unknown";

/** The beginning of an mp3. */
export interface Mp3Header {
  /** Bytes from the beginning of the file to the first frame. */
  readonly offset: number;
  readonly first: MpegFrameHeader;
  readonly info?: Mp3Info;
  readonly trust: Mp3Trust;
}

/**
 * Frames that any decoder of layer III is late, by which LAME's numbers are short (LAME tag, "Encoder delays").
 */
const DECODER_DELAY = 529;

/** How far behind the tags ffmpeg looks for a first frame, in bytes. */
const SEARCH = 65_536;

/** More than any frame has: 320 kbit/s at 32 kHz are 1440 bytes and a padding. */
const LARGEST_FRAME = 1441;

const TAIL = 16;

/** A part of a source, short only where that ends. */
async function part(
  source: ByteSource,
  at: number,
  length: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(available(source.size, at, length));
  await readFully(source, at, bytes, signal);
  return bytes;
}

function text(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/**
 * Bytes of an ID3v2 tag at the beginning of `bytes`, its footer counted (ID3v2.4 §3.1, §3.4), 0 where there is
 * none.
 */
function id3Size(bytes: Uint8Array): number {
  if (bytes.length < 10 || text(bytes, 0, 3) !== "ID3" || bytes[3] === 0xff || bytes[4] === 0xff) return 0;
  const sizes = bytes.subarray(6, 10);
  if (sizes.some((byte) => byte > 0x7f)) return 0;
  const hasFooter = bitField(bytes[5], 4, 1) === 1;
  return 10 + sizes.reduce((sum, byte) => sum * 128 + byte, 0) + (hasFooter ? 10 : 0);
}

/** Where the last of the ID3v2 tags ends that stand in a row at the beginning. */
async function afterTags(source: ByteSource, signal?: AbortSignal): Promise<number> {
  for (let at = 0; ; ) {
    const size = id3Size(await part(source, at, 10, signal));
    if (size === 0) return at;
    at += size;
  }
}

/**
 * Where in `bytes` the first frame begins that another of its stream follows.
 *
 * @param isAll whether the file ends with `bytes`, so that nothing need follow a frame that reaches their end
 */
function findFirstFrame(bytes: Uint8Array, isAll: boolean): number | undefined {
  const last = Math.min(SEARCH, bytes.length);
  for (let at = bytes.indexOf(0xff); at >= 0 && at < last; at = bytes.indexOf(0xff, at + 1)) {
    const first = readMpegFrameHeader(bytes, at);
    if (first === undefined) continue;
    const next = readMpegFrameHeader(bytes, at + first.size);
    if (next !== undefined && sameMpegStream(first, next)) return at;
    if (isAll && at === 0 && first.size === bytes.length) return at;
  }
  return undefined;
}

/**
 * Bytes of side information behind the header (ISO/IEC 11172-3 §2.4.1.7, 13818-3 §2.4.1.7), which the tag
 * leaves empty.
 */
function sideInfoSize({ version, channels }: MpegFrameHeader): number {
  if (version === 1) return channels === 1 ? 17 : 32;
  return channels === 1 ? 9 : 17;
}

/**
 * The tag of Xing (its `VBR Header SDK`), with what LAME added to it ("MP3 Info Tag revision 1", by Gabriel
 * Bouvigne). `flags` say which of the fields are there: 1 packets, 2 bytes, 4 a table of 100 bytes, 8 a
 * quality.
 */
function readXing(frame: Uint8Array, header: MpegFrameHeader): Mp3Info | undefined {
  let at = 4 + sideInfoSize(header);
  const kind = text(frame, at, 4);
  if ((kind !== "Xing" && kind !== "Info") || frame.length < at + 8) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  const flags = view.getUint32(at + 4);
  at += 8;
  const fields: { packets?: number; bytes?: number; delay?: number; padding?: number } = {};
  const number = (): number => {
    at += 4;
    return at <= frame.length ? view.getUint32(at - 4) : 0;
  };
  if (bitField(flags, 0, 1) === 1) fields.packets = number();
  if (bitField(flags, 1, 1) === 1) fields.bytes = number();
  if (bitField(flags, 2, 1) === 1) at += 100;
  if (bitField(flags, 3, 1) === 1) at += 4;
  // ffmpeg, too, believes these three, and decodes the delay of all others.
  if (/^(LAME|Lavf|Lavc)$/.test(text(frame, at, 4)) && frame.length >= at + 24) {
    const [high = 0, middle = 0, low = 0] = frame.subarray(at + 21, at + 24);
    fields.delay = high * 16 + bitField(middle, 4, 4);
    fields.padding = bitField(middle, 0, 4) * 256 + low;
  }
  return { kind, ...fields };
}

/** The tag of Fraunhofer's encoder, 32 bytes behind the header: version, delay, quality, bytes, packets. */
function readVbri(frame: Uint8Array): Mp3Info | undefined {
  if (text(frame, 36, 4) !== "VBRI" || frame.length < 54) return undefined;
  const view = new DataView(frame.buffer, frame.byteOffset, frame.length);
  return { kind: "VBRI", bytes: view.getUint32(46), packets: view.getUint32(50) };
}

/** Whether the bytes end where `info` says, but for tags. */
async function trustOf(
  source: ByteSource,
  offset: number,
  first: MpegFrameHeader,
  info: Mp3Info | undefined,
  signal?: AbortSignal,
): Promise<Mp3Trust> {
  // What VBRI counts is written nowhere; and without a count of bytes there is nothing to check a count of
  // packets by.
  if (info === undefined || info.kind === "VBRI" || !info.packets || !info.bytes) return "unknown";
  const end = offset + info.bytes;
  if (end > source.size) return "truncated";
  const rest = await part(source, end, LARGEST_FRAME, signal);
  const more = readMpegFrameHeader(rest, 0);
  if (more !== undefined && sameMpegStream(first, more)) return "continued";
  return isTail(rest) ? "complete" : "continued";
}

/** Whether nothing follows the sound but what no decoder takes for sound: tags, or zeros. */
function isTail(rest: Uint8Array): boolean {
  const start = text(rest, 0, TAIL);
  return /^(TAG|APETAGEX|LYRICSBEGIN|3DI|ID3)/.test(start) || rest.every((byte) => byte === 0);
}

/**
 * Reads how an mp3 begins, and whether what it says of its length can be true. Reads a few kilobytes, and up to
 * 64 KiB where something else stands before the first frame.
 *
 * @returns `undefined` where no frame of layer III begins within 64 KiB behind the tags
 */
export async function readMp3Header(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<Mp3Header | undefined> {
  const start = await afterTags(source, signal);
  let bytes = await part(source, start, 2 * LARGEST_FRAME, signal);
  let at = findFirstFrame(bytes, start + bytes.length === source.size);
  if (at === undefined) {
    bytes = await part(source, start, SEARCH + 2 * LARGEST_FRAME, signal);
    at = findFirstFrame(bytes, start + bytes.length === source.size);
  }
  const first = at === undefined ? undefined : readMpegFrameHeader(bytes, at);
  if (at === undefined || first === undefined) return undefined;
  const frame = bytes.subarray(at, at + first.size);
  // ffmpeg looks for the tag directly behind the ID3v2 tags alone, and decodes it as silence elsewhere.
  const info = at === 0 ? (readXing(frame, first) ?? readVbri(frame)) : undefined;
  const trust = await trustOf(source, start + at, first, info, signal);
  return { offset: start + at, first, trust, ...(info === undefined ? {} : { info }) };
}

/**
 * Frames that ffmpeg 5.1 decodes of an mp3, out of its header alone; `undefined` where that cannot be relied
 * on.
 *
 * LAME's delay is the encoder's; the decoder's 529 frames come on top of it at the beginning and are not cut
 * off at the end.
 */
export function mp3Frames(header: Mp3Header): number | undefined {
  const { info, first } = header;
  if (header.trust !== "complete" || info?.packets === undefined) return undefined;
  const frames = info.packets * first.samples;
  if (info.delay === undefined || info.padding === undefined) return frames;
  return Math.max(0, frames - info.delay - DECODER_DELAY - Math.max(0, info.padding - DECODER_DELAY));
}
