import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeField,
  decodeText,
  decodeWhole,
  encodeTerminated,
  encodeText,
  TEXT_ENCODINGS,
  type TextEncoding,
} from "../../../src/wav/metadata/text.ts";
import { bytesOf, thrownBy } from "../../helpers/metadata-body.ts";

/** All the bytes but NUL. */
const EVERY_BYTE = Uint8Array.from({ length: 255 }, (_, index) => index + 1);

describe("a text", () => {
  it.each<[TextEncoding, string, readonly number[]]>([
    ["auto", "Ü", [0xc3, 0x9c]],
    ["utf-8", "€😀", [0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]],
    ["windows-1252", "€ „é“", [0x80, 0x20, 0x84, 0xe9, 0x93]],
    ["iso-8859-1", "é\x80", [0xe9, 0x80]],
    ["shift_jis", "日本ｱ\\a", [0x93, 0xfa, 0x96, 0x7b, 0xb1, 0x5c, 0x61]],
    ["utf-16le", "a€", [0x61, 0, 0xac, 0x20]],
    ["utf-16be", "😀", [0xd8, 0x3d, 0xde, 0x00]],
  ])("in %s is these bytes, and they are the text", (encoding, text, bytes) => {
    expect([...encodeText(text, encoding)]).toEqual(bytes);
    expect(decodeText(Uint8Array.from(bytes), encoding)).toBe(text);
  });

  it("of any characters of Unicode comes back", () => {
    const text = fc.string({ unit: "binary" }).map((any) => any.replaceAll("\0", ""));
    for (const encoding of ["auto", "utf-8", "utf-16le", "utf-16be"] as const) {
      fc.assert(fc.property(text, (any) => decodeText(encodeText(any, encoding), encoding) === any));
    }
  });

  it("of any bytes of Windows-1252 and ISO 8859-1 comes back, byte for byte", () => {
    for (const encoding of ["windows-1252", "iso-8859-1"] as const) {
      expect(encodeText(decodeText(EVERY_BYTE, encoding), encoding)).toEqual(EVERY_BYTE);
    }
  });

  it("of any characters of Shift_JIS comes back", () => {
    for (let lead = 0x81; lead <= 0xfc; lead++) {
      for (let trail = 0x40; trail <= 0xfc; trail++) {
        const text = decodeText(Uint8Array.of(lead, trail), "shift_jis");
        if (text.includes("\ufffd") || text.length !== 1) continue;
        expect(decodeText(encodeText(text, "shift_jis"), "shift_jis")).toBe(text);
      }
    }
  });

  it("of characters that stand twice in Shift_JIS is written at the first place", () => {
    expect([...encodeText("≒", "shift_jis")]).toEqual([0x81, 0xe0]);
    expect([...encodeText("纊", "shift_jis")]).toEqual([0xfa, 0x5c]);
  });

  it("ends at its first NUL", () => {
    expect(decodeText(bytesOf("ab\0cd"), "utf-8")).toBe("ab");
    expect(decodeText(bytesOf("\0cd"), "windows-1252")).toBe("");
    expect(decodeWhole(bytesOf("ab\0cd"), "utf-8")).toBe("ab\0cd");
  });

  it("in UTF-16 ends at two zero bytes that are one character", () => {
    // U+0100 and U+0001 have a zero byte each, side by side; the half character at the end is none.
    const bytes = bytesOf([0x61, 0, 0, 1, 1, 0, 0, 0, 0x62, 0]);
    expect(decodeText(bytes, "utf-16le")).toBe("a\u0100\u0001");
    expect(decodeText(bytesOf([0x61, 0, 0x62]), "utf-16le")).toBe("a");
  });

  it("that is not UTF-8 is taken as Windows-1252 where nothing is declared", () => {
    expect(decodeText(bytesOf("caf\xe9 \x96 bar"), "auto")).toBe("café – bar");
    expect(decodeText(bytesOf("caf\xc3\xa9"), "auto")).toBe("café");
  });

  it("of any bytes is some text", () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom(...TEXT_ENCODINGS), (bytes, encoding) => {
        expect(decodeText(bytes, encoding)).not.toContain("\0");
      }),
    );
  });

  it.each<[string, TextEncoding, string]>([
    ["5 €", "iso-8859-1", 'a text in iso-8859-1 cannot hold the character U+20AC ("€")'],
    ["日本", "windows-1252", 'a text in windows-1252 cannot hold the character U+65E5 ("日")'],
    ["\x80", "windows-1252", 'a text in windows-1252 cannot hold the character U+0080 ("\x80")'],
    ["é", "shift_jis", 'a text in shift_jis cannot hold the character U+00E9 ("é")'],
    ["😀", "shift_jis", 'a text in shift_jis cannot hold the character U+1F600 ("😀")'],
    ["\ud800x", "utf-8", 'a text in utf-8 cannot hold the character U+D800 ("\\ud800")'],
    ["a\0b", "auto", 'a text in utf-8 cannot hold the character U+0000 ("\\u0000")'],
  ])("%j in %s is refused, by the character", (text, encoding, message) => {
    expect(thrownBy(() => encodeText(text, encoding))).toMatchObject({ code: "wav/bad-text", message });
  });

  it("is ended by a NUL as wide as its characters", () => {
    expect(encodeTerminated("a", "utf-8")).toEqual(bytesOf("a\0"));
    expect(encodeTerminated("a", "utf-16be")).toEqual(bytesOf("\0a\0\0"));
  });

  it("in a field ends with the field, if not before", () => {
    const bytes = bytesOf("xxabcdyy", "ab\0\xff");
    expect(decodeField(bytes, 2, 4, "auto")).toBe("abcd");
    expect(decodeField(bytes, 8, 4, "auto")).toBe("ab");
    expect(decodeField(bytes, 12, 4, "auto")).toBe("");
  });
});
