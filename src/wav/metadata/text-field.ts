import { badMetadata } from "./bad-metadata.ts";
import { decodeField, encodeText, type TextEncoding } from "./text.ts";

/** A text of fixed length, padded with NULs, which may fill its field and then has no terminator. */
export interface TextField<Name extends string = string> {
  readonly name: Name;
  /** Bytes from the start of the body. */
  readonly from: number;
  /** Bytes. */
  readonly length: number;
}

/** The texts of fields that are not empty, by name. */
export type FieldTexts<Name extends string> = { readonly [name in Name]?: string };

/** Reads the texts of as many fields as the body reaches to. */
export function readTextFields<Name extends string>(
  body: Uint8Array,
  fields: ReadonlyArray<TextField<Name>>,
  encoding: TextEncoding,
): FieldTexts<Name> {
  const texts: { [name in Name]?: string } = {};
  for (const { name, from, length } of fields) {
    const text = decodeField(body, from, length, encoding);
    if (text !== "") texts[name] = text;
  }
  return texts;
}

/**
 * Writes texts into their fields, whose bytes are zero.
 *
 * @throws LongwaveError `wav/bad-metadata` where a text does not fit, `wav/bad-text`
 */
export function writeTextFields<Name extends string>(
  into: Uint8Array,
  fields: ReadonlyArray<TextField<Name>>,
  texts: FieldTexts<Name>,
  encoding: TextEncoding,
): void {
  for (const { name, from, length } of fields) {
    const text = texts[name] ?? "";
    const bytes = encodeText(text, encoding);
    if (bytes.length > length) {
      const message = `${name} has room for ${length} bytes, the text takes ${bytes.length} in ${encoding === "auto" ? "utf-8" : encoding}`;
      throw badMetadata(message, bytes.length, length);
    }
    into.set(bytes, from);
  }
}
