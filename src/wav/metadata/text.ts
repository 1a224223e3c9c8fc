import { LongwaveError } from "../../stream/error.ts";
import { fromShiftJis, fromSingleBytes, toShiftJis, toSingleBytes } from "./legacy-text.ts";

/**
 * The encodings of texts. `"auto"` reads UTF-8 where the bytes are valid UTF-8 and Windows-1252 where they are not, and
 * writes UTF-8.
 */
export const TEXT_ENCODINGS = [
  "auto",
  "utf-8",
  "windows-1252",
  "iso-8859-1",
  "shift_jis",
  "utf-16le",
  "utf-16be",
] as const;

/** The name of an encoding of texts. */
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

/** The text up to the first NUL. What is no text in that encoding becomes U+FFFD. */
export function decodeText(bytes: Uint8Array, encoding: TextEncoding): string {
  return decodeWhole(bytes.subarray(0, nulPosition(bytes, encoding)), encoding);
}

/** The text with the NULs in it. A byte order mark is a character like the others. */
export function decodeWhole(bytes: Uint8Array, encoding: TextEncoding): string {
  switch (encoding) {
    case "auto":
      return decodeUtf8(bytes) ?? fromSingleBytes(bytes, "windows-1252");
    case "windows-1252":
    case "iso-8859-1":
      return fromSingleBytes(bytes, encoding);
    case "shift_jis":
      return fromShiftJis(bytes);
    case "utf-8":
      return new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
    case "utf-16le":
    case "utf-16be": {
      const wholeUnits = bytes.subarray(0, bytes.length - (bytes.length % 2));
      return new TextDecoder(encoding, { ignoreBOM: true }).decode(wholeUnits);
    }
  }
}

/**
 * The bytes of a text, without a terminator.
 *
 * @throws LongwaveError `wav/bad-text` where the encoding does not have a character, or the text holds a NUL, which
 * would end it
 */
export function encodeText(text: string, encoding: TextEncoding): Uint8Array<ArrayBuffer> {
  const unwritable = /[\0\p{Surrogate}]/u.exec(text);
  if (unwritable) throw badText(unwritable[0], encoding);
  switch (encoding) {
    case "auto":
    case "utf-8":
      return new TextEncoder().encode(text);
    case "windows-1252":
    case "iso-8859-1":
      return toSingleBytes(text, encoding, badText);
    case "shift_jis":
      return toShiftJis(text, badText);
    case "utf-16le":
    case "utf-16be":
      return toUtf16(text, encoding === "utf-16le");
  }
}

/**
 * The bytes of a text and the NUL behind it: two zero bytes in UTF-16, else one.
 *
 * @throws LongwaveError `wav/bad-text`
 */
export function encodeTerminated(text: string, encoding: TextEncoding): Uint8Array<ArrayBuffer> {
  const bytes = encodeText(text, encoding);
  const terminated = new Uint8Array(bytes.length + unitBytes(encoding));
  terminated.set(bytes);
  return terminated;
}

/** The text in a field of fixed length, which may fill all of it and then has no terminator. */
export function decodeField(bytes: Uint8Array, from: number, length: number, encoding: TextEncoding): string {
  return decodeText(bytes.subarray(from, from + length), encoding);
}

/** Where the first NUL is, or the end: a code unit of it, not two halves of others. */
export function nulPosition(bytes: Uint8Array, encoding: TextEncoding): number {
  let at = bytes.indexOf(0);
  if (unitBytes(encoding) === 2) {
    while (at >= 0 && (at % 2 === 1 || bytes[at + 1] !== 0)) at = bytes.indexOf(0, at + 1);
  }
  return at < 0 ? bytes.length : at;
}

/** Bytes of a NUL. */
export function unitBytes(encoding: TextEncoding): 1 | 2 {
  return encoding === "utf-16le" || encoding === "utf-16be" ? 2 : 1;
}

/** The text, unless the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function toUtf16(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let index = 0; index < text.length; index++) {
    view.setUint16(2 * index, text.charCodeAt(index), littleEndian);
  }
  return new Uint8Array(view.buffer);
}

function badText(character: string, asked: TextEncoding): LongwaveError {
  const encoding = asked === "auto" ? "utf-8" : asked;
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  const message = `a text in ${encoding} cannot hold the character U+${code} (${JSON.stringify(character)})`;
  return new LongwaveError("wav/bad-text", message, { actual: character, expected: encoding });
}
