import { readCharacters } from "../chunk.ts";
import { badMetadata, warnOfBody } from "./bad-metadata.ts";
import type { BodyContext } from "./body.ts";
import { decodeId3Frame, encodeId3Frame, type Id3Frame } from "./id3-frame.ts";
import type { Id3Version } from "./id3-text.ts";
import { integerField, UINT16_MAX, viewOf } from "./number-field.ts";

/** An ID3v2 tag. */
export interface Id3Tag {
  /** 2, 3 or 4 for ID3v2.2, 2.3 and 2.4. What frames are called and hold depends on it. */
  readonly version: Id3Version;
  /** In the tag's order. */
  readonly frames: readonly Id3Frame[];
}

const HEAD_BYTES = 10;

/** Flags of the tag (ID3v2.4.0 main structure, section 3.1); in 2.2, the second means that all is compressed. */
const UNSYNCHRONISED_TAG = 0x80;
const EXTENDED_HEADER = 0x40;

/** What the versions differ in (ID3v2.2, section 3.2; ID3v2.3.0, section 3.3; ID3v2.4.0 main structure, section 4). */
interface Id3Layout {
  readonly frameHeadBytes: number;
  readonly frameId: RegExp;
  /** One more than a frame's bytes can be. */
  readonly frameLimit: number;
  /** Flags of frames that cannot be read without more: compressed, encrypted, or in a group. */
  readonly opaque: number;
}

const LAYOUTS: Readonly<Record<Id3Version, Id3Layout>> = {
  2: { frameHeadBytes: 6, frameId: /^[A-Z][A-Z0-9]{2}$/, frameLimit: 2 ** 24, opaque: 0 },
  3: { frameHeadBytes: 10, frameId: /^[A-Z][A-Z0-9]{3}$/, frameLimit: 2 ** 32, opaque: 0x00e0 },
  4: { frameHeadBytes: 10, frameId: /^[A-Z][A-Z0-9]{3}$/, frameLimit: 2 ** 28, opaque: 0x004c },
};

/** Flags of a frame of ID3v2.4 that say how it is written, not what it is. */
const UNSYNCHRONISED_FRAME = 0x0002;
const DATA_LENGTH = 0x0001;
const DATA_LENGTH_BYTES = 4;

/** Synchsafe numbers have 7 bits in each of their four bytes (ID3v2.4.0 main structure, section 6.2). */
const SYNCHSAFE_LIMIT = 2 ** 28;

/** Reads the tag in an `ID3 ` or `id3 ` body. Frames that are cut off end with what is there. */
export function readId3(body: Uint8Array, context: BodyContext): Id3Tag | undefined {
  const version = readVersion(body, context);
  if (version === undefined) return undefined;
  const flags = body[5] ?? 0;
  const declared = synchsafe(body, 6);
  const rest = body.length - HEAD_BYTES;
  if (declared > rest) {
    const words = `the ID3 tag claims ${declared} bytes; there are ${rest}`;
    warnOfBody(context, { at: 6, words, actual: declared, expected: rest });
  }
  const written = body.subarray(HEAD_BYTES, HEAD_BYTES + declared);
  const isUnsynchronised = (flags & UNSYNCHRONISED_TAG) !== 0;
  // Up to 2.3 all of the tag is unsynchronised, from 2.4 on each frame for itself.
  const content = isUnsynchronised && version < 4 ? resynchronised(written) : written;
  const from = flags & EXTENDED_HEADER ? extendedHeaderBytes(content, version) : 0;
  return { version, frames: readFrames(content, { version, from, isUnsynchronised }, context) };
}

/**
 * Writes a tag, without unsynchronisation, extended header and padding.
 *
 * @throws LongwaveError `wav/bad-metadata` for frames that the version has no room for, `wav/bad-text`
 */
export function writeId3(tag: Id3Tag): Uint8Array<ArrayBuffer> {
  const { frameHeadBytes, frameId, frameLimit } = LAYOUTS[tag.version];
  const frames = tag.frames.map((frame) => {
    if (!frameId.test(frame.id)) {
      const message = `${JSON.stringify(frame.id)} is no frame identifier of ID3v2.${tag.version}`;
      throw badMetadata(message, frame.id, frameId.source);
    }
    return { frame, bytes: encodeId3Frame(frame, tag.version) };
  });
  const size = frames.reduce((total, { bytes }) => total + frameHeadBytes + bytes.length, 0);
  const body = new Uint8Array(
    HEAD_BYTES + integerField("the bytes of an ID3 tag", size, SYNCHSAFE_LIMIT - 1),
  );
  body.set([0x49, 0x44, 0x33, tag.version, 0, 0]);
  body.set(bigEndian(size, 4, 128), 6);
  let at = HEAD_BYTES;
  for (const { frame, bytes } of frames) {
    const length = integerField(`the bytes of the frame ${frame.id}`, bytes.length, frameLimit - 1);
    body.set(
      Uint8Array.from(frame.id, (character) => character.charCodeAt(0)),
      at,
    );
    body.set(bigEndian(length, frame.id.length, tag.version === 4 ? 128 : 256), at + frame.id.length);
    const flags = integerField(
      `the flags of the frame ${frame.id}`,
      frame.flags ?? 0,
      tag.version === 2 ? 0 : UINT16_MAX,
    );
    if (tag.version > 2) viewOf(body).setUint16(at + 8, flags);
    body.set(bytes, at + frameHeadBytes);
    at += frameHeadBytes + bytes.length;
  }
  return body;
}

function readVersion(body: Uint8Array, context: BodyContext): Id3Version | undefined {
  const magic = readCharacters(body, 0, 3);
  const version = body[3];
  const isKnown = version === 2 || version === 3 || version === 4;
  const isCompressed = version === 2 && ((body[5] ?? 0) & EXTENDED_HEADER) !== 0;
  if (body.length >= HEAD_BYTES && magic === "ID3" && isKnown && !isCompressed) return version;
  const words = isCompressed
    ? "a compressed tag of ID3v2.2 cannot be read"
    : `no tag of ID3v2.2 to 2.4: it begins with ${JSON.stringify(magic)} and version ${version ?? "none"}`;
  warnOfBody(context, { at: 0, words, actual: [magic, version], expected: ["ID3", "2 to 4"] });
  return undefined;
}

/** How the frames are written. */
interface FrameOptions {
  readonly version: Id3Version;
  /** Where they begin. */
  readonly from: number;
  readonly isUnsynchronised: boolean;
}

function readFrames(content: Uint8Array, options: FrameOptions, context: BodyContext): readonly Id3Frame[] {
  const { version, from, isUnsynchronised } = options;
  const { frameHeadBytes, opaque } = LAYOUTS[version];
  const frames: Id3Frame[] = [];
  let at = from;
  while (at + frameHeadBytes <= content.length) {
    const id = frameIdAt(content, at, version);
    if (id === undefined) break;
    const declared = frameBytes(content, at, version);
    const bytesFrom = at + frameHeadBytes;
    const size = Math.min(declared, content.length - bytesFrom);
    if (size < declared) {
      const words = `the frame ${id} claims ${declared} bytes; the tag has ${size} more`;
      warnOfBody(context, { at: HEAD_BYTES + at, words, actual: declared, expected: size });
    }
    at = bytesFrom + size;
    const written = content.subarray(bytesFrom, at);
    const writtenFlags = version === 2 ? 0 : viewOf(content).getUint16(bytesFrom - 2);
    const { bytes, flags } =
      version === 4
        ? unwrapped(written, writtenFlags, isUnsynchronised)
        : { bytes: written, flags: writtenFlags };
    const frame: Id3Frame =
      flags & opaque ? { id, kind: "raw", bytes: bytes.slice() } : decodeId3Frame(id, bytes);
    frames.push(flags === 0 ? frame : { ...frame, flags });
  }
  // Zeros are padding.
  if (at < content.length && content[at] !== 0) {
    const passedOver = content.length - at;
    const words = `${passedOver} bytes of the ID3 tag are no frame and are passed over`;
    warnOfBody(context, { at: HEAD_BYTES + at, words, actual: passedOver });
  }
  return frames;
}

function frameIdAt(content: Uint8Array, at: number, version: Id3Version): string | undefined {
  const id = readCharacters(content, at, version === 2 ? 3 : 4);
  return LAYOUTS[version].frameId.test(id) ? id : undefined;
}

/** What the header of the frame at `at` says. */
function frameBytes(content: Uint8Array, at: number, version: Id3Version): number {
  if (version === 2) return viewOf(content).getUint32(at + 2) % 2 ** 24;
  const plain = viewOf(content).getUint32(at + 4);
  if (version === 3) return plain;
  // iTunes has written plain numbers in tags of 2.4, too. The one that leads to another frame is right.
  const endsWell = (size: number): boolean => {
    const end = at + HEAD_BYTES + size;
    return end === content.length || content[end] === 0 || frameIdAt(content, end, version) !== undefined;
  };
  const isSynchsafe = content.subarray(at + 4, at + 8).every((byte) => byte < 128);
  const size = synchsafe(content, at + 4);
  return isSynchsafe && (endsWell(size) || !endsWell(plain)) ? size : plain;
}

/** A frame of ID3v2.4 without what only says how it is written. */
function unwrapped(
  written: Uint8Array,
  writtenFlags: number,
  isUnsynchronised: boolean,
): { readonly bytes: Uint8Array; readonly flags: number } {
  const bytes = isUnsynchronised || writtenFlags & UNSYNCHRONISED_FRAME ? resynchronised(written) : written;
  const flags = writtenFlags & ~UNSYNCHRONISED_FRAME;
  // What is compressed or encrypted needs its length.
  if (!(flags & DATA_LENGTH) || flags & LAYOUTS[4].opaque) return { bytes, flags };
  return { bytes: bytes.subarray(DATA_LENGTH_BYTES), flags: flags & ~DATA_LENGTH };
}

/** Bytes of the extended header (ID3v2.3.0, section 3.2; ID3v2.4.0 main structure, section 3.2). */
function extendedHeaderBytes(content: Uint8Array, version: Id3Version): number {
  if (content.length < 4) return 0;
  // In 2.3 the size does not count itself.
  return version === 4 ? synchsafe(content, 0) : 4 + viewOf(content).getUint32(0);
}

/** Without the zeros that were put behind every 0xFF, lest a decoder take it for audio (section 6.1). */
function resynchronised(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, index) => byte !== 0 || index === 0 || bytes[index - 1] !== 0xff);
}

function synchsafe(bytes: Uint8Array, at: number): number {
  return bytes.subarray(at, at + 4).reduce((size, byte) => size * 128 + (byte % 128), 0);
}

/** The digits of a number to a base, the highest first. */
function bigEndian(value: number, digits: number, base: number): readonly number[] {
  return Array.from(
    { length: digits },
    (_, index) => Math.floor(value / base ** (digits - 1 - index)) % base,
  );
}
