/** Encodings of a byte per character. */
export type SingleByteEncoding = "windows-1252" | "iso-8859-1";

/** Makes the error about a character that an encoding does not have. */
type Refuse<Encoding> = (character: string, encoding: Encoding) => Error;

/**
 * The characters of the bytes 0x80 to 0x9F in Windows-1252; the others are those of ISO 8859-1. By hand, since a
 * TextDecoder of this name does not map these bytes everywhere (Encoding Standard, index windows-1252).
 */
const WINDOWS_1252_C1 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";

/** As many arguments as every engine takes in one call. */
const BLOCK = 4096;

/** The text that bytes stand for, a character each. All of them stand for one. */
export function fromSingleBytes(bytes: Uint8Array, encoding: SingleByteEncoding): string {
  const codes =
    encoding === "iso-8859-1"
      ? bytes
      : Uint16Array.from(bytes, (byte) =>
          byte >= 0x80 && byte < 0xa0 ? WINDOWS_1252_C1.charCodeAt(byte - 0x80) : byte,
        );
  let text = "";
  for (let from = 0; from < codes.length; from += BLOCK) {
    text += String.fromCharCode(...codes.subarray(from, from + BLOCK));
  }
  return text;
}

/**
 * The bytes of a text, one for each character.
 *
 * @param refuse makes the error that is thrown for a character that the encoding does not have
 */
export function toSingleBytes(
  text: string,
  encoding: SingleByteEncoding,
  refuse: Refuse<SingleByteEncoding>,
): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Array.from(text), (character) => {
    const code = character.codePointAt(0) ?? 0;
    const inC1 = encoding === "windows-1252" ? WINDOWS_1252_C1.indexOf(character) : -1;
    if (inC1 >= 0) return 0x80 + inC1;
    if (code < 0x100 && !(encoding === "windows-1252" && code >= 0x80 && code < 0xa0)) return code;
    throw refuse(character, encoding);
  });
}

/** The text that bytes of Shift_JIS stand for, one or two for a character. What stands for none becomes U+FFFD. */
export function fromShiftJis(bytes: Uint8Array): string {
  return new TextDecoder("shift_jis").decode(bytes);
}

/**
 * The bytes of a text in Shift_JIS.
 *
 * @param refuse makes the error that is thrown for a character that the encoding does not have
 */
export function toShiftJis(text: string, refuse: Refuse<"shift_jis">): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      bytes.push(code);
    } else if (code >= FIRST_HALF_WIDTH && code <= LAST_HALF_WIDTH) {
      bytes.push(0xa1 + code - FIRST_HALF_WIDTH);
    } else {
      const pair = shiftJisPairs().get(character);
      if (!pair) throw refuse(character, "shift_jis");
      bytes.push(...pair);
    }
  }
  return Uint8Array.from(bytes);
}

/** The half-width katakana, which Shift_JIS has in one byte each, from 0xA1 on. */
const FIRST_HALF_WIDTH = 0xff61;
const LAST_HALF_WIDTH = 0xff9f;

type BytePair = readonly [lead: number, trail: number];

let pairsByCharacter: ReadonlyMap<string, BytePair> | undefined;

/** The characters of two bytes, found by decoding all of them. */
function shiftJisPairs(): ReadonlyMap<string, BytePair> {
  pairsByCharacter ??= decodeAllPairs();
  return pairsByCharacter;
}

function decodeAllPairs(): ReadonlyMap<string, BytePair> {
  const pairs: BytePair[] = [];
  for (let lead = 0x81; lead <= 0xfc; lead++) {
    // 0xA0 to 0xDF are no lead bytes; what 0xED and 0xEE lead to is found elsewhere again, and an encoder leaves these out
    // (Encoding Standard, "index Shift_JIS pointer").
    if ((lead >= 0xa0 && lead < 0xe0) || lead === 0xed || lead === 0xee) continue;
    for (let trail = 0x40; trail <= 0xfc; trail++) pairs.push([lead, trail]);
  }
  // A line for each pair, so that one call decodes them all.
  const lines = fromShiftJis(Uint8Array.from(pairs.flatMap((pair) => [...pair, 0x0a]))).split("\n");
  const byCharacter = new Map<string, BytePair>();
  pairs.forEach((pair, index) => {
    const character = lines[index] ?? "";
    // Some characters stand twice; the first place is the one to write.
    const isOne = character.length === 1 && character !== "\ufffd";
    if (isOne && !byCharacter.has(character)) byCharacter.set(character, pair);
  });
  return byCharacter;
}
