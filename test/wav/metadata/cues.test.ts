import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BodyLayout } from "../../../src/wav/metadata/body.ts";
import { type CuePoint, type Cues, readCues, writeCues } from "../../../src/wav/metadata/cues.ts";
import { arbitraryCues } from "../../helpers/cue-values.ts";
import { hex } from "../../helpers/hex.ts";
import { BIG_ENDIAN, bodyContext, LITTLE_ENDIAN } from "../../helpers/metadata-body.ts";
import { ascii, chunk, joined, u32 } from "../../helpers/wav-chunks.ts";

/** A `cue ` body; the count that it claims is that of its points unless told otherwise. */
function cueBody(points: ReadonlyArray<readonly [id: number, frame: number]>, claimed = points.length) {
  const records = points.map(([id, frame]) =>
    joined(u32(id), u32(frame), ascii("data"), u32(0), u32(0), u32(frame)),
  );
  return joined(u32(claimed), ...records);
}

function label(id: number, text: string, kind = "labl"): Uint8Array {
  return chunk(kind, joined(u32(id), ascii(`${text}\0`)));
}

/** A region whose text is in a code page. */
function region(id: number, frames: number, codePage: number, text: Uint8Array): Uint8Array {
  const page = hex("0000 0000 0000 0000");
  new DataView(page.buffer).setUint16(6, codePage, true);
  return chunk("ltxt", joined(u32(id), u32(frames), ascii("rgn "), page, text));
}

function read(cue: Uint8Array | undefined, texts: readonly Uint8Array[] = [], context = bodyContext()) {
  const list = texts.length > 0 ? [{ body: joined(ascii("adtl"), ...texts), offset: 500 }] : [];
  return readCues(cue ? [{ body: cue, offset: 100 }] : [], list, context);
}

/** What comes back of cue points that are written. */
function writtenAndRead(value: Cues, layout: BodyLayout): { value: Cues | undefined; warnings: unknown[] } {
  const context = bodyContext(layout);
  const { cue, adtl } = writeCues(value, layout);
  const lists = adtl ? [{ body: adtl, offset: 500 }] : [];
  return { value: readCues([{ body: cue, offset: 100 }], lists, context), warnings: [...context.warnings] };
}

describe("cue points", () => {
  const cue = cueBody([
    [1, 0],
    [2, 1000],
    [7, 4000],
  ]);
  const texts = [
    label(1, "start"),
    label(2, "caf\xe9"),
    label(2, "a note", "note"),
    region(7, 500, 0, ascii("a text\0")),
  ];
  const points: readonly CuePoint[] = [
    { id: 1, frame: 0, label: "start" },
    { id: 2, frame: 1000, label: "café", note: "a note" },
    { id: 7, frame: 4000, region: { frames: 500, purpose: "rgn ", text: "a text" } },
  ];

  it("have the texts of their numbers", () => {
    const context = bodyContext();
    expect(read(cue, texts, context)).toEqual({ points });
    expect(context.warnings).toEqual([]);
  });

  it("are written as they were read", () => {
    const written = writeCues({ points }, { ...LITTLE_ENDIAN, encoding: "windows-1252" });
    expect(written).toEqual({ cue, adtl: joined(ascii("adtl"), ...texts) });
  });

  it("without texts have no list", () => {
    expect(writeCues({ points: [{ id: 1, frame: 0 }] }, LITTLE_ENDIAN)).toEqual({ cue: cueBody([[1, 0]]) });
  });

  it("keep the fields that are mostly the same where they are not", () => {
    const odd = joined(u32(1), u32(1), u32(10), ascii("slnt"), u32(11), u32(12), u32(13));
    const point = { id: 1, frame: 13, position: 10, chunkId: "slnt", chunkStart: 11, blockStart: 12 };
    expect(read(odd)).toEqual({ points: [point] });
    expect(writeCues({ points: [point] }, LITTLE_ENDIAN).cue).toEqual(odd);
  });

  it("come back whatever they are, in both byte orders and all encodings", () => {
    const layouts = fc.record({
      littleEndian: fc.boolean(),
      encoding: fc.constantFrom("auto", "utf-8", "utf-16le", "utf-16be"),
    }) satisfies fc.Arbitrary<BodyLayout>;
    fc.assert(
      fc.property(arbitraryCues(), layouts, (value, layout) => {
        expect(writtenAndRead(value, layout)).toEqual({ value, warnings: [] });
      }),
    );
  });
});

describe("in broken files", () => {
  it.each([
    ["too many", 0xffff_ffff, 2],
    ["too few", 1, 1],
  ])("%s claimed points leave those that are claimed and there", (_, claimed, count) => {
    const context = bodyContext();
    const body = cueBody(
      [
        [1, 10],
        [2, 20],
      ],
      claimed,
    );
    expect(read(body, [], context)?.points).toHaveLength(count);
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", actual: claimed, expected: 2 }]);
  });

  it("half a point is left out", () => {
    expect(read(cueBody([[1, 10]], 2).subarray(0, 20), [])).toEqual({ points: [] });
  });

  it("texts are those of the first point of their number", () => {
    const cue = cueBody([
      [1, 10],
      [1, 20],
    ]);
    const value = {
      points: [
        { id: 1, frame: 10, label: "a" },
        { id: 1, frame: 20 },
      ],
    };
    expect(read(cue, [label(1, "a")])).toEqual(value);
    expect(writtenAndRead(value, LITTLE_ENDIAN).value).toEqual(value);
  });

  it("what is not understood is kept as bytes, and written again", () => {
    const second = label(1, "second");
    const lost = label(9, "of no point");
    const file = chunk("file", joined(u32(1), ascii("TEXThello")));
    const short = chunk("ltxt", u32(1));
    const value = read(cueBody([[1, 10]]), [label(1, "first"), second, lost, file, short]);
    expect(value?.points).toEqual([{ id: 1, frame: 10, label: "first" }]);
    expect(value?.others?.map(({ id }) => id)).toEqual(["labl", "labl", "file", "ltxt"]);
    const { adtl } = writeCues(value!, LITTLE_ENDIAN);
    expect(adtl).toEqual(joined(ascii("adtl"), label(1, "first"), second, lost, file, short));
  });

  it("texts without any cue chunk are kept", () => {
    expect(read(undefined, [label(1, "a")])).toMatchObject({ points: [], others: [{ id: "labl" }] });
  });

  it("a cue chunk too short for its count is not read", () => {
    const context = bodyContext();
    expect(read(new Uint8Array(3), [], context)).toBeUndefined();
    expect(context.warnings).toMatchObject([{ code: "wav/bad-metadata", offset: 100 }]);
  });

  it("nothing is thrown, whatever the bytes", () => {
    const ids = fc.constantFrom(...["adtl", "labl", "note", "ltxt", "file"].map(ascii));
    const piece = fc.oneof(ids, fc.nat({ max: 30 }).map(u32), fc.uint8Array({ maxLength: 30 }));
    const pieces = fc.array(piece, { maxLength: 30 }).map((parts) => joined(...parts));
    fc.assert(
      fc.property(pieces, pieces, fc.boolean(), (cue, adtl, littleEndian) => {
        const context = bodyContext({ littleEndian });
        const value = readCues([{ body: cue, offset: 0 }], [{ body: adtl, offset: 0 }], context);
        if (value && !hasAmbiguousTexts(value)) {
          expect(writtenAndRead(value, context).value?.points).toEqual(value.points);
        }
      }),
    );
  });
});

/** Whether there are texts that only a decoder makes, and that no encoder writes. */
function hasAmbiguousTexts({ points }: Cues): boolean {
  return JSON.stringify(points).includes("\ufffd");
}

describe("the code page of a region", () => {
  it.each([
    [1252, hex("80 e9 00"), "€é"],
    [932, hex("93fa 967b 00"), "日本"],
    [65001, hex("e697a5 00"), "日"],
    [1200, hex("e565 0000"), "日"],
    [1201, hex("65e5 0000"), "日"],
    [28591, hex("e9 00"), "é"],
    [437, ascii("plain\0"), "plain"],
  ])("%d says what its text is in", (codePage, bytes, text) => {
    const adtl = region(1, 5, codePage, bytes);
    const value = read(cueBody([[1, 10]]), [adtl]);
    expect(value?.points[0]?.region).toEqual({ frames: 5, purpose: "rgn ", codePage, text });
    expect(writeCues(value!, LITTLE_ENDIAN).adtl).toEqual(joined(ascii("adtl"), adtl));
  });

  it("that is not known leaves the text as bytes", () => {
    const adtl = region(1, 5, 437, hex("82 00"));
    const value = read(cueBody([[1, 10]]), [adtl]);
    expect(value?.points[0]?.region).toEqual({
      frames: 5,
      purpose: "rgn ",
      codePage: 437,
      encodedText: hex("82 00"),
    });
    expect(writeCues(value!, LITTLE_ENDIAN).adtl).toEqual(joined(ascii("adtl"), adtl));
  });
});

describe("cue points are refused", () => {
  const point = { id: 1, frame: 0 };
  it.each([
    ["past 2^32 - 1 frames", [{ id: 1, frame: 2 ** 32 }], "wav/bad-metadata"],
    ["with a number of more than 32 bits", [{ id: 2 ** 32, frame: 0 }], "wav/bad-metadata"],
    ["in a chunk of five characters", [{ ...point, chunkId: "data2" }], "wav/bad-metadata"],
    [
      "with a purpose outside of bytes",
      [{ ...point, region: { frames: 1, purpose: "日本語 " } }],
      "wav/bad-metadata",
    ],
    ["with texts of a number that an earlier one has", [point, { ...point, label: "a" }], "wav/bad-metadata"],
    [
      "with a text in a code page that is not known",
      [{ ...point, region: { frames: 1, purpose: "rgn ", codePage: 437, text: "é" } }],
      "wav/bad-metadata",
    ],
    [
      "with a character that their code page lacks",
      [{ ...point, region: { frames: 1, purpose: "rgn ", codePage: 1252, text: "日" } }],
      "wav/bad-text",
    ],
  ])("%s", (_, points: readonly CuePoint[], code) => {
    expect(() => writeCues({ points }, BIG_ENDIAN)).toThrow(expect.objectContaining({ code }));
  });
});
