import { readCharacters } from "../chunk.ts";
import { warnOfBody } from "./bad-metadata.ts";
import type { BodyContext } from "./body.ts";
import { decodeWhole, encodeText, type TextEncoding } from "./text.ts";

/** How texts begin that are not in an encoding of ASCII's kind (Extensible Markup Language 1.0, appendix F.1). */
const FIRST_BYTES = [
  { first: [0xff, 0xfe], encoding: "utf-16le" },
  { first: [0xfe, 0xff], encoding: "utf-16be" },
  { first: [0x3c, 0x00], encoding: "utf-16le" },
  { first: [0x00, 0x3c], encoding: "utf-16be" },
] as const;

/** What declarations call the encodings; UTF-8 that is none is read as the next likely thing. */
const DECLARED: ReadonlyMap<string, TextEncoding> = new Map([
  ["utf-8", "auto"],
  ["utf8", "auto"],
  ["us-ascii", "auto"],
  ["windows-1252", "windows-1252"],
  ["cp1252", "windows-1252"],
  ["iso-8859-1", "iso-8859-1"],
  ["latin1", "iso-8859-1"],
  ["shift_jis", "shift_jis"],
  ["windows-31j", "shift_jis"],
]);

/** An XML declaration up to its encoding, and the encoding (Extensible Markup Language 1.0, section 4.3.3). */
const DECLARATION = /^(\s*<\?xml\s[^>]*?\bencoding\s*=\s*["'])([A-Za-z][\w.-]*)/;

/** As many bytes as a declaration can be expected in. */
const DECLARATION_BYTES = 256;

const BYTE_ORDER_MARK = "\ufeff";

/** Reads the text of an `iXML` or `axml` body, without byte order marks before it and NULs behind it. It is not parsed. */
export function readXml(body: Uint8Array, context: BodyContext): string {
  const text = decodeWhole(body, xmlEncoding(body, context));
  let from = 0;
  while (text[from] === BYTE_ORDER_MARK) from++;
  let to = text.length;
  while (to > from && text[to - 1] === "\0") to--;
  return text.slice(from, to);
}

/**
 * Writes a text as UTF-8, and lets its declaration say so if it has one.
 *
 * @throws LongwaveError `wav/bad-text`
 */
export function writeXml(text: string): Uint8Array<ArrayBuffer> {
  const declared = text.replace(DECLARATION, (declaration: string, before: string, encoding: string) =>
    encoding.toLowerCase() === "utf-8" ? declaration : `${before}UTF-8`,
  );
  return encodeText(declared, "utf-8");
}

function xmlEncoding(body: Uint8Array, context: BodyContext): TextEncoding {
  for (const { first, encoding } of FIRST_BYTES) {
    if (body[0] === first[0] && body[1] === first[1]) return encoding;
  }
  const declared = DECLARATION.exec(readCharacters(body, 0, DECLARATION_BYTES))?.[2];
  if (declared === undefined) return "auto";
  const encoding = DECLARED.get(declared.toLowerCase());
  if (encoding) return encoding;
  const words = `a text that is declared as ${declared} is read as UTF-8 or Windows-1252`;
  warnOfBody(context, { at: 0, words, actual: declared, expected: [...DECLARED.keys()] });
  return "auto";
}
