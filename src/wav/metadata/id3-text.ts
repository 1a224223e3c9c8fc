import { decodeWhole, encodeTerminated, nulPosition, type TextEncoding, unitBytes } from "./text.ts";

/** The versions of ID3v2: 2.2, 2.3 and 2.4. */
export type Id3Version = 2 | 3 | 4;

/** What a frame's texts are in, and the byte that says so (ID3v2.4.0 main structure, section 4). */
const LATIN_1 = 0;
const UTF_16_WITH_MARK = 1;
const UTF_16_BE = 2;
const UTF_8 = 3;

const BYTE_ORDER_MARK = "\ufeff";

/** Whether a byte names an encoding. */
export function isId3Encoding(byte: number | undefined): byte is number {
  return byte !== undefined && byte <= UTF_8;
}

/** The text up to the first NUL, and the bytes behind that. */
export function readId3Text(
  bytes: Uint8Array,
  encodingByte: number,
): { readonly text: string; readonly rest: Uint8Array } {
  const encoding = encodingOf(bytes, encodingByte);
  const end = nulPosition(bytes, encoding);
  const text = withoutMark(decodeWhole(bytes.subarray(0, end), encoding), encodingByte);
  return { text, rest: bytes.subarray(end + unitBytes(encoding)) };
}

/** All the texts, which NULs end or stand between. */
export function readId3Texts(bytes: Uint8Array, encodingByte: number): readonly string[] {
  const texts = decodeWhole(bytes, encodingOf(bytes, encodingByte)).split("\0");
  if (texts.length > 1 && texts.at(-1) === "") texts.pop();
  return texts.map((text) => withoutMark(text, encodingByte));
}

/**
 * The byte of an encoding that has all the characters, which the version knows: Latin-1 for ASCII, else UTF-8, or before
 * 2.4 UTF-16.
 */
export function id3EncodingFor(texts: readonly string[], version: Id3Version): number {
  const isAscii = texts.every((text) => !/[^\0-\x7f]/.test(text));
  if (isAscii) return LATIN_1;
  return version === 4 ? UTF_8 : UTF_16_WITH_MARK;
}

/**
 * The bytes of a text and of the NUL behind it.
 *
 * @throws LongwaveError `wav/bad-text`
 */
export function encodeId3Text(text: string, encodingByte: number): Uint8Array<ArrayBuffer> {
  if (encodingByte === UTF_16_WITH_MARK) return encodeTerminated(BYTE_ORDER_MARK + text, "utf-16le");
  return encodeTerminated(text, encodingByte === UTF_8 ? "utf-8" : "iso-8859-1");
}

function encodingOf(bytes: Uint8Array, encodingByte: number): TextEncoding {
  switch (encodingByte) {
    case LATIN_1:
      return "iso-8859-1";
    case UTF_16_BE:
      return "utf-16be";
    case UTF_8:
      return "utf-8";
    default:
      // Without its mark, it comes from programs that write their own byte order.
      return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "utf-16le";
  }
}

function withoutMark(text: string, encodingByte: number): string {
  return encodingByte === UTF_16_WITH_MARK && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}
