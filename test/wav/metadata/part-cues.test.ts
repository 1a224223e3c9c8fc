import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { cuePerPart } from "../../../src/wav/metadata/part-cues.ts";
import { cueChunks, cuesOf } from "../../helpers/cue-chunks.ts";
import { arbitraryCues } from "../../helpers/cue-values.ts";
import { LITTLE_ENDIAN } from "../../helpers/metadata-body.ts";
import { ascii, chunk, joined, u32 } from "../../helpers/wav-chunks.ts";

const INFO = metadataChunk("LIST", ascii("INFO"));
const PARTS = [{ frame: 0, label: "one" }, { frame: 100 }, { frame: 250, label: "three" }];

describe("a cue point for each part", () => {
  it("stands where the part begins, with its label", () => {
    const chunks = cuePerPart([INFO], PARTS, LITTLE_ENDIAN);
    expect(chunks[0]).toBe(INFO);
    expect(chunks.map(({ id, listType }) => listType ?? id)).toEqual(["INFO", "cue ", "adtl"]);
    expect(cuesOf(chunks)).toEqual({
      points: [
        { id: 1, frame: 0, label: "one" },
        { id: 2, frame: 100 },
        { id: 3, frame: 250, label: "three" },
      ],
    });
  });

  it("comes without a list when no part has a label", () => {
    expect(cuePerPart([], [{ frame: 7 }], LITTLE_ENDIAN).map(({ id }) => id)).toEqual(["cue "]);
  });

  it("comes behind the points that are there, which stay as they are", () => {
    fc.assert(
      fc.property(arbitraryCues(), fc.boolean(), (cues, littleEndian) => {
        const layout = { littleEndian, encoding: "auto" } as const;
        const given = cueChunks(cues, littleEndian);
        const adtl = given[1]?.bytes;
        const chunks = cuePerPart(given, PARTS, layout);
        const { points = [] } = cuesOf(chunks, littleEndian) ?? {};
        const old = cues.points.length;
        expect(points.slice(0, old)).toEqual(cues.points);
        expect(points.slice(old)).toMatchObject(PARTS);
        expect(new Set(points.map(({ id }) => id)).size).toBe(points.length);
        expect(chunks).toHaveLength(2);
        expect(joined(...chunks.map(({ bytes }) => bytes!))).toEqual(
          joined(chunks[0]!.bytes!, adtl ?? ascii("adtl"), chunks[1]!.bytes!.slice(adtl?.length ?? 4)),
        );
      }),
    );
  });

  it("has a number that not even a text without a point has", () => {
    const lost = metadataChunk("LIST", joined(ascii("adtl"), chunk("labl", joined(u32(1), ascii("lost\0")))));
    expect(cuesOf(cuePerPart([lost], [{ frame: 5 }], LITTLE_ENDIAN))?.points).toEqual([{ id: 2, frame: 5 }]);
  });

  it.each([
    ["a frame past 2^32 - 1", { frame: 2 ** 32 }, "wav/bad-metadata"],
    ["a label with a NUL in it", { frame: 0, label: "a\0b" }, "wav/bad-text"],
  ])("is not written for %s", (_, part, code) => {
    expect(() => cuePerPart([], [part], LITTLE_ENDIAN)).toThrow(expect.objectContaining({ code }));
  });
});
