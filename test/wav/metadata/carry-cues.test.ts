import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { carryChunks } from "../../../src/wav/metadata/carry.ts";
import type { CuePoint } from "../../../src/wav/metadata/cues.ts";
import { metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import type { Span } from "../../../src/wav/metadata/span.ts";
import { cueChunks, cuesOf } from "../../helpers/cue-chunks.ts";
import { arbitraryCues } from "../../helpers/cue-values.ts";
import { LITTLE_ENDIAN } from "../../helpers/metadata-body.ts";
import { ascii, chunk, joined, u32 } from "../../helpers/wav-chunks.ts";

const FRAMES = 1000;

const frame = fc.nat({ max: FRAMES + 50 });
const spans: fc.Arbitrary<Span> = fc
  .tuple(fc.nat({ max: FRAMES }), fc.nat({ max: FRAMES }))
  .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b), frames: FRAMES }));
const parts = spans.filter(({ from, to }) => from > 0 || to < FRAMES);

/** What the rules say becomes of cue points, said once more. */
function expectedPoints(points: readonly CuePoint[], { from, to }: Span): CuePoint[] {
  return points.flatMap((point) => {
    const { position: _, blockStart: __, region, ...rest } = point;
    const start = Math.max(point.frame, from);
    const end = Math.min(point.frame + (region?.frames ?? 0), to);
    if (point.frame >= to || (point.frame < from && end <= from)) return [];
    return [{ ...rest, frame: start - from, ...(region && { region: { ...region, frames: end - start } }) }];
  });
}

describe("cue points of a part", () => {
  it("are those within it, moved by its start, with what belongs to them", () => {
    fc.assert(
      fc.property(arbitraryCues(frame), parts, fc.boolean(), ({ points }, span, littleEndian) => {
        const chunks = cueChunks({ points }, littleEndian);
        const carried = carryChunks(chunks, span, { littleEndian });
        expect(cuesOf(carried, littleEndian)?.points ?? []).toEqual(expectedPoints(points, span));
      }),
    );
  });

  it.each([
    ["begins before it and reaches into it begins with it", 50, 100, { frame: 0, frames: 50 }],
    ["begins before it and ends behind it fills it", 50, 900, { frame: 0, frames: 500 }],
    ["reaches past its end ends with it", 590, 100, { frame: 490, frames: 10 }],
    ["lies within it keeps its length", 200, 100, { frame: 100, frames: 100 }],
    ["ends where it begins goes", 50, 50, undefined],
    ["begins where it ends goes", 600, 50, undefined],
  ])("a region that %s", (_, at, frames, expected) => {
    const chunks = cueChunks({ points: [{ id: 1, frame: at, region: { frames, purpose: "rgn " } }] });
    const carried = carryChunks(chunks, { from: 100, to: 600, frames: FRAMES }, LITTLE_ENDIAN);
    expect(cuesOf(carried)?.points).toEqual(
      expected && [{ id: 1, frame: expected.frame, region: { frames: expected.frames, purpose: "rgn " } }],
    );
    expect(carried).toHaveLength(expected ? 2 : 0);
  });

  it("of no length are none, even where a region goes on through it", () => {
    const chunks = cueChunks({ points: [{ id: 1, frame: 10, region: { frames: 90, purpose: "rgn " } }] });
    expect(carryChunks(chunks, { from: 50, to: 50, frames: FRAMES }, LITTLE_ENDIAN)).toEqual([]);
  });

  it("take second texts and files along, and what no point has stays behind", () => {
    const other = (kind: string, id: number) => ({ id: kind, body: joined(u32(id), ascii("TEXTmore")) });
    const chunks = cueChunks({
      points: [
        { id: 1, frame: 50, label: "out" },
        { id: 2, frame: 150, label: "in" },
      ],
      others: [
        other("labl", 1),
        other("file", 1),
        other("labl", 2),
        other("file", 2),
        other("note", 3),
        other("more", 1),
      ],
    });
    const carried = carryChunks(chunks, { from: 100, to: 200, frames: FRAMES }, LITTLE_ENDIAN);
    expect(cuesOf(carried)).toEqual({
      points: [{ id: 2, frame: 50, label: "in" }],
      others: [other("labl", 2), other("file", 2), other("more", 1)],
    });
  });

  it("have no region that is cut off", () => {
    const short = { id: "ltxt", body: joined(u32(1), u32(900), ascii("rgn "), u32(0)) };
    const points = [
      { id: 1, frame: 50 },
      { id: 2, frame: 150 },
    ];
    const chunks = cueChunks({ points, others: [short, { ...short, body: joined(u32(2), u32(900)) }] });
    const carried = carryChunks(chunks, { from: 100, to: 200, frames: FRAMES }, LITTLE_ENDIAN);
    expect(cuesOf(carried)).toEqual({ points: [{ id: 2, frame: 50 }] });
  });

  it("are as many as are claimed and there", () => {
    const point = (id: number, at: number) =>
      joined(u32(id), u32(at), ascii("data"), u32(0), u32(0), u32(at));
    const body = joined(u32(0xffff_ffff), point(1, 10), point(2, 20), ascii("half a point"));
    const span = { from: 5, to: 20, frames: FRAMES };
    const [carried] = carryChunks([metadataChunk("cue ", body)], span, LITTLE_ENDIAN);
    expect(carried?.bytes).toEqual(joined(u32(1), point(1, 5)));
  });

  it("are carried out of a list without padding", () => {
    const texts = joined(
      ascii("adtl"),
      chunk("labl", joined(u32(1), ascii("a")), { padding: [] }),
      chunk("labl", joined(u32(2), ascii("b\0"))),
    );
    const [cue] = cueChunks({
      points: [
        { id: 1, frame: 1 },
        { id: 2, frame: 2 },
      ],
    });
    const carried = carryChunks(
      [cue!, metadataChunk("LIST", texts)],
      { from: 1, to: 9, frames: FRAMES },
      LITTLE_ENDIAN,
    );
    expect(cuesOf(carried)?.points).toEqual([
      { id: 1, frame: 0, label: "a" },
      { id: 2, frame: 1, label: "b" },
    ]);
  });

  it("leave their texts to the first of those with one number", () => {
    const region = (frames: number) =>
      chunk("ltxt", joined(u32(1), u32(frames), ascii("rgn "), new Uint8Array(8)));
    const texts = joined(ascii("adtl"), region(100), region(10), chunk("labl", joined(u32(1), ascii("a\0"))));
    const carriedFrom = (first: number, second: number) => {
      const points = [first, second].map((at) => ({ id: 1, frame: at }));
      const chunks = [...cueChunks({ points }), metadataChunk("LIST", texts)];
      return cuesOf(carryChunks(chunks, { from: 50, to: 100, frames: FRAMES }, LITTLE_ENDIAN));
    };
    const label = "a";
    // The second region of the first point ends before the part begins.
    expect(carriedFrom(20, 700)).toEqual({
      points: [{ id: 1, frame: 0, label, region: { frames: 50, purpose: "rgn " } }],
    });
    expect(carriedFrom(700, 60)).toEqual({ points: [{ id: 1, frame: 10 }] });
  });
});
