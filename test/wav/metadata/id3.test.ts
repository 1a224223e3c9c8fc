import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Id3Tag, readId3, writeId3 } from "../../../src/wav/metadata/id3.ts";
import type { Id3Frame } from "../../../src/wav/metadata/id3-frame.ts";
import { bodyContext, bytesOf, strictContext, thrownBy } from "../../helpers/metadata-body.ts";

/** A tag of these frames; `size` is what it says instead of the truth. */
function tagBytes(
  version: number,
  frames: Uint8Array,
  { flags = 0, size = frames.length }: { readonly flags?: number; readonly size?: number } = {},
): Uint8Array {
  const digits = [3, 2, 1, 0].map((digit) => Math.floor(size / 128 ** digit) % 128);
  return bytesOf("ID3", version, 0, flags, digits, frames);
}

/** A frame of ID3v2.3, or of 2.4 below 128 bytes. */
function frameBytes(id: string, body: Uint8Array, flags: readonly number[] = [0, 0]): Uint8Array {
  return bytesOf(id, [0, 0, Math.floor(body.length / 256), body.length % 256], flags, body);
}

/** The one frame of a tag. */
function onlyFrame(version: number, frame: Uint8Array, flags = 0): Id3Frame | undefined {
  const tag = readId3(tagBytes(version, frame, { flags }), strictContext());
  expect(tag?.frames).toHaveLength(1);
  return tag?.frames[0];
}

const text = fc.string({ unit: "binary", maxLength: 200 }).map((any) => any.replaceAll("\0", ""));
const latin = fc.string({ unit: "grapheme-ascii", maxLength: 200 });
const idOf = (first: string, length: number) =>
  fc
    .stringMatching(new RegExp(`^[${first}][A-Z0-9]{${length - 1}}$`))
    .filter((id) => !/^[TW]XXX?$|^COMM?$/.test(id));
const framesOf = (length: 3 | 4): fc.Arbitrary<Id3Frame> => {
  const [userText, userUrl, comment] = length === 4 ? ["TXXX", "WXXX", "COMM"] : ["TXX", "WXX", "COM"];
  const values = fc.array(text, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    fc.record({ kind: fc.constant("text"), id: idOf("T", length), values }),
    fc.record({ kind: fc.constant("text"), id: fc.constant(userText), description: text, values }),
    fc.record({ kind: fc.constant("url"), id: idOf("W", length), url: latin }),
    fc.record({ kind: fc.constant("url"), id: fc.constant(userUrl), description: text, url: latin }),
    fc.record({
      kind: fc.constant("comment"),
      id: fc.constant(comment),
      language: fc.string({ unit: "grapheme-ascii", minLength: 3, maxLength: 3 }),
      description: text,
      text,
    }),
    fc.record({
      kind: fc.constant("raw"),
      id: idOf("A-SU-V", length),
      bytes: fc.uint8Array({ maxLength: 300 }),
    }),
  );
};
const TAG: fc.Arbitrary<Id3Tag> = fc.oneof(
  fc.record({ version: fc.constant(2), frames: fc.array(framesOf(3)) }),
  fc.record({ version: fc.constantFrom(3, 4), frames: fc.array(framesOf(4)) }),
);

describe("an ID3 tag", () => {
  it("comes back as it was written, in all versions", () => {
    fc.assert(
      fc.property(TAG, (tag) => {
        expect(readId3(writeId3(tag), strictContext())).toEqual(tag);
      }),
    );
  });

  it("of ID3v2.2 has short identifiers and no flags", () => {
    const body = tagBytes(2, bytesOf("TT2", [0, 0, 4], "\0abc", "PIC", [0, 0, 2], "xy"));
    expect(readId3(body, strictContext())).toEqual({
      version: 2,
      frames: [
        { id: "TT2", kind: "text", values: ["abc"] },
        { id: "PIC", kind: "raw", bytes: bytesOf("xy") },
      ],
    });
  });

  it("of ID3v2.3 has sizes of 32 bits, of 2.4 of 28", () => {
    const image = new Uint8Array(300).fill(7);
    const frames = [{ id: "APIC", kind: "raw", bytes: image } as const];
    const plain = bytesOf("APIC", [0, 0, 1, 44, 0, 0], image);
    const synchsafe = bytesOf("APIC", [0, 0, 2, 44, 0, 0], image);
    expect(writeId3({ version: 3, frames })).toEqual(tagBytes(3, plain));
    expect(writeId3({ version: 4, frames })).toEqual(tagBytes(4, synchsafe));
    expect(readId3(tagBytes(3, plain), strictContext())).toEqual({ version: 3, frames });
    expect(readId3(tagBytes(4, synchsafe), strictContext())).toEqual({ version: 4, frames });
  });

  it("of 2.4 with the sizes of 2.3 is read, whatever follows its frames", () => {
    const image = new Uint8Array(300).fill(7);
    const plain = bytesOf("APIC", [0, 0, 1, 44, 0, 0], image);
    const frames = [{ id: "APIC", kind: "raw", bytes: image }];
    const title = frameBytes("TIT2", bytesOf("\0abc"));
    expect(readId3(tagBytes(4, plain), strictContext())).toEqual({ version: 4, frames });
    expect(readId3(tagBytes(4, bytesOf(plain, new Uint8Array(9))), strictContext())).toEqual({
      version: 4,
      frames,
    });
    expect(readId3(tagBytes(4, bytesOf(plain, title)), strictContext())).toMatchObject({
      frames: [{ id: "APIC" }, { id: "TIT2", values: ["abc"] }],
    });
  });

  it("ends at its padding", () => {
    const frames = bytesOf(frameBytes("TIT2", bytesOf("\0abc")), new Uint8Array(40));
    expect(readId3(tagBytes(3, frames), strictContext())?.frames).toHaveLength(1);
    expect(readId3(bytesOf(tagBytes(3, frames), "what follows"), strictContext())?.frames).toHaveLength(1);
  });

  it.each([
    [3, [0, 0, 0, 6, 0, 0, 0, 0, 0, 0]],
    [4, [0, 0, 0, 6, 1, 0]],
  ])("of 2.%i with an extended header is read past that", (version, extended) => {
    const frames = bytesOf(extended, frameBytes("TIT2", bytesOf("\0abc")));
    expect(readId3(tagBytes(version, frames, { flags: 0x40 }), strictContext())?.frames).toEqual([
      { id: "TIT2", kind: "text", values: ["abc"] },
    ]);
  });

  it("that is unsynchronised is read as it was before", () => {
    const before = [0xff, 0xe0, 0xff, 0x00, 0x00, 0xff];
    const after = [0xff, 0x00, 0xe0, 0xff, 0x00, 0x00, 0x00, 0xff, 0x00];
    const raw = { id: "PRIV", kind: "raw", bytes: bytesOf(before) };
    // Up to 2.3, the sizes of frames are those before.
    expect(onlyFrame(3, bytesOf("PRIV", [0, 0, 0, 6, 0, 0], after), 0x80)).toEqual(raw);
    expect(onlyFrame(4, frameBytes("PRIV", bytesOf(after)), 0x80)).toEqual(raw);
    expect(onlyFrame(4, frameBytes("PRIV", bytesOf(after), [0, 2]))).toEqual(raw);
    expect(onlyFrame(4, frameBytes("PRIV", bytesOf([0, 0, 0, 6], after), [0, 3]))).toEqual(raw);
  });

  it("keeps compressed, encrypted and grouped frames as they are, with their flags", () => {
    for (const flags of [0x80, 0x40, 0x20]) {
      const frame = frameBytes("TIT2", bytesOf("\0abc"), [0, flags]);
      expect(onlyFrame(3, frame)).toEqual({ id: "TIT2", kind: "raw", bytes: bytesOf("\0abc"), flags });
      expect(writeId3({ version: 3, frames: [onlyFrame(3, frame)!] })).toEqual(tagBytes(3, frame));
    }
    for (const flags of [0x09, 0x05, 0x40]) {
      const frame = frameBytes("TIT2", bytesOf([0, 0, 0, 4], "\0abc"), [0x40, flags]);
      expect(onlyFrame(4, frame)).toMatchObject({ kind: "raw", flags: 0x4000 + flags });
      expect(writeId3({ version: 4, frames: [onlyFrame(4, frame)!] })).toEqual(tagBytes(4, frame));
    }
  });

  it.each<[string, string, Uint8Array, object]>([
    ["Latin-1", "TIT2", bytesOf("\0caf\xe9"), { values: ["café"] }],
    ["UTF-16 with its mark", "TIT2", bytesOf([1, 0xff, 0xfe, 0xac, 0x20, 0, 0]), { values: ["€"] }],
    ["big-endian UTF-16 with its mark", "TIT2", bytesOf([1, 0xfe, 0xff, 0x20, 0xac]), { values: ["€"] }],
    ["UTF-16 without its mark", "TIT2", bytesOf([1, 0xac, 0x20]), { values: ["€"] }],
    ["big-endian UTF-16", "TIT2", bytesOf([2, 0x20, 0xac, 0, 0]), { values: ["€"] }],
    ["UTF-8", "TIT2", bytesOf([3, 0xe2, 0x82, 0xac]), { values: ["€"] }],
    ["several values", "TPE1", bytesOf("\x03me\0us\0"), { values: ["me", "us"] }],
    [
      "several with marks",
      "TPE1",
      bytesOf([1, 0xff, 0xfe, 65, 0, 0, 0, 0xff, 0xfe, 66, 0]),
      { values: ["A", "B"] },
    ],
    ["nothing", "TIT2", bytesOf("\0"), { values: [""] }],
    ["a description", "TXXX", bytesOf("\0what\0value"), { description: "what", values: ["value"] }],
    ["no value", "TXXX", bytesOf("\0what"), { description: "what", values: [""] }],
    ["an address", "WOAR", bytesOf("http://a/\0x"), { url: "http://a/" }],
    [
      "an address with a description in UTF-16",
      "WXXX",
      bytesOf([1, 0xff, 0xfe, 65, 0, 0, 0], "http://a/"),
      { description: "A", url: "http://a/" },
    ],
    ["a comment", "COMM", bytesOf("\0engd\0words"), { language: "eng", description: "d", text: "words" }],
    [
      "a comment in UTF-16",
      "COMM",
      bytesOf([1], "deu", [0xff, 0xfe, 0, 0, 0xff, 0xfe, 65, 0]),
      { language: "deu", description: "", text: "A" },
    ],
  ])("has frames of %s", (_, id, body, fields) => {
    expect(onlyFrame(4, frameBytes(id, body))).toMatchObject({ id, ...fields });
  });

  it.each([
    ["TIT2", bytesOf("\x04abc")],
    ["TIT2", bytesOf()],
    ["COMM", bytesOf("\0en")],
    ["COMM", bytesOf("\0engd\0one\0two")],
    ["USLT", bytesOf("\0engd\0words")],
  ])("keeps what cannot be read, %#", (id, bytes) => {
    expect(onlyFrame(4, frameBytes(id, bytes))).toEqual({ id, kind: "raw", bytes });
  });

  it("that claims 256 MB gives what is there", () => {
    const context = bodyContext();
    const body = tagBytes(3, bytesOf("TIT2", [0xff, 0xff, 0xff, 0xff, 0, 0], "\0abc"), { size: 2 ** 28 - 1 });
    expect(readId3(body, context)).toEqual({
      version: 3,
      frames: [{ id: "TIT2", kind: "text", values: ["abc"] }],
    });
    expect(context.warnings).toMatchObject([
      { code: "wav/bad-metadata", offset: 106, actual: 2 ** 28 - 1, expected: 14 },
      { code: "wav/bad-metadata", offset: 110, actual: 2 ** 32 - 1, expected: 4 },
    ]);
  });

  it("ends where there is no frame", () => {
    const context = bodyContext();
    const body = tagBytes(3, bytesOf(frameBytes("TIT2", bytesOf("\0abc")), "no frames are here"));
    expect(readId3(body, context)?.frames).toHaveLength(1);
    expect(context.warnings).toMatchObject([{ offset: 124, actual: 18 }]);
  });

  it.each([
    ["nothing", bytesOf()],
    ["less than a header", bytesOf("ID3\x04")],
    ["something else", bytesOf("TAG\x03\0\0\0\0\0\0")],
    ["ID3v2.5", tagBytes(5, bytesOf())],
    ["a compressed tag of ID3v2.2", tagBytes(2, bytesOf("TT2"), { flags: 0x40 })],
  ])("is not found in %s", (_, body) => {
    const context = bodyContext();
    expect(readId3(body, context)).toBeUndefined();
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", offset: 100 }]);
  });

  it("of any bytes is read without an error, and what was read can be written", () => {
    const body = fc
      .tuple(
        fc.integer({ min: 2, max: 4 }),
        fc.integer({ min: 0, max: 255 }),
        fc.array(
          fc.oneof(
            fc.uint8Array({ maxLength: 8 }),
            fc.constantFrom(
              bytesOf("TXXX\0\0\0\x05\0\0"),
              bytesOf("COMM\0\0\0\x09\0\0"),
              bytesOf("TT2\0\0\x04"),
            ),
          ),
        ),
      )
      .map(([version, flags, parts]) => tagBytes(version, bytesOf(...parts), { flags }));
    fc.assert(
      fc.property(body, (bytes) => {
        const tag = readId3(bytes, bodyContext());
        if (tag) expect(readId3(writeId3(tag), bodyContext())?.frames).toHaveLength(tag.frames.length);
      }),
    );
  });

  it.each<[Id3Tag["version"], Id3Frame]>([
    [3, { id: "TT2", kind: "text", values: ["x"] }],
    [2, { id: "TIT2", kind: "text", values: ["x"] }],
    [4, { id: "tit2", kind: "text", values: ["x"] }],
    [4, { id: "TIT2", kind: "text", values: [] }],
    [4, { id: "TIT2", kind: "url", url: "x" }],
    [4, { id: "APIC", kind: "text", values: ["x"] }],
    [4, { id: "COMM", kind: "comment", language: "english", description: "", text: "" }],
    [2, { id: "PIC", kind: "raw", bytes: new Uint8Array(1), flags: 1 }],
    [4, { id: "APIC", kind: "raw", bytes: new Uint8Array(1), flags: 65536 }],
    [2, { id: "PIC", kind: "raw", bytes: new Uint8Array(2 ** 24) }],
  ])("of ID3v2.%i has no room for what is none of its frames, case %#", (version, frame) => {
    expect(thrownBy(() => writeId3({ version, frames: [frame] })).code).toBe("wav/bad-metadata");
  });

  it("has addresses in Latin-1 alone", () => {
    const frames: Id3Frame[] = [{ id: "WOAR", kind: "url", url: "http://日本/" }];
    expect(thrownBy(() => writeId3({ version: 4, frames })).code).toBe("wav/bad-text");
  });
});
