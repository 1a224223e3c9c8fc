import { isKnownId, readCharacters } from "../wav/chunk.ts";
import { CONTAINERS } from "../wav/container.ts";
import type { WavRepair } from "../wav/edit/repair-wav.ts";
import { countText } from "./quantity.ts";

/** A number, or an identifier, that is put right. */
export interface FieldRepair {
  /** In words. */
  readonly what: string;
  /** Where it begins, in bytes from the start of the file. */
  readonly offset: number;
  readonly actual: number | string;
  readonly expected: number | string;
}

const IDENTIFIER_BYTES = 4;

/** The fields of which a stretch of repaired bytes is made, those alone that differ. */
export function fieldRepairs(
  { what, offset, actual, expected }: WavRepair,
  littleEndian: boolean,
): FieldRepair[] {
  if (expected.length === 0) {
    return [{ what, offset, actual: countText(actual.length, "byte"), expected: "nothing" }];
  }
  if (actual.length < expected.length) {
    return [{ what, offset, actual: "missing", expected: countText(expected.length, "byte") }];
  }
  // What begins with an identifier goes on with numbers of 32 bits; numbers alone may have 64.
  const isHeader = isIdentifier(expected);
  const width = isHeader ? IDENTIFIER_BYTES : 8;
  const fields: FieldRepair[] = [];
  for (let at = 0; at < expected.length; at += width) {
    const [was, is] = [actual.subarray(at, at + width), expected.subarray(at, at + width)];
    if (is.every((byte, index) => byte === was[index])) continue;
    const isLetters = isHeader && at === 0;
    fields.push({
      what: isLetters ? "the identifier" : what,
      offset: offset + at,
      actual: isLetters ? lettersOf(was) : numberOf(was, littleEndian),
      expected: isLetters ? lettersOf(is) : numberOf(is, littleEndian),
    });
  }
  return fields;
}

function isIdentifier(bytes: Uint8Array): boolean {
  const letters = readCharacters(bytes, 0, IDENTIFIER_BYTES);
  return isKnownId(letters) || letters in CONTAINERS;
}

function lettersOf(bytes: Uint8Array): string {
  return JSON.stringify(readCharacters(bytes, 0, IDENTIFIER_BYTES));
}

function numberOf(bytes: Uint8Array, littleEndian: boolean): number {
  const fromTheTop = littleEndian ? Array.from(bytes).reverse() : Array.from(bytes);
  return fromTheTop.reduce((value, byte) => value * 256 + byte, 0);
}
