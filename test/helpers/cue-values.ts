import fc from "fast-check";
import type { CueRegion } from "../../src/wav/metadata/adtl.ts";
import type { CuePoint, Cues } from "../../src/wav/metadata/cues.ts";

const word = fc.integer({ min: 0, max: 0xffff_ffff });
const half = fc.integer({ min: 1, max: 0xffff });
const code = fc.constantFrom("rgn ", "scrp", "\0\0\0\0", "\xff\x01ab");

/** Texts that every encoding of Unicode holds. */
const text = fc.string({ unit: "grapheme" }).filter((value) => !value.includes("\0"));

function region(frames: fc.Arbitrary<number>): fc.Arbitrary<CueRegion> {
  return fc.record(
    {
      frames,
      purpose: code,
      country: half,
      language: half,
      dialect: half,
      codePage: fc.constantFrom(1200, 1201, 65001),
      text,
    },
    { requiredKeys: ["frames", "purpose"] },
  );
}

/** Cue points with numbers of their own, as they are read: fields that are mostly the same are there when they differ. */
export function arbitraryCues(frame: fc.Arbitrary<number> = word): fc.Arbitrary<Cues> {
  const point = fc
    .record(
      {
        id: word,
        frame,
        position: word,
        chunkId: code,
        chunkStart: fc.integer({ min: 1, max: 0xffff_ffff }),
        blockStart: fc.integer({ min: 1, max: 0xffff_ffff }),
        label: text,
        note: text,
        region: region(frame),
      },
      { requiredKeys: ["id", "frame"] },
    )
    .filter(({ frame: at, position }) => at !== position);
  const points: fc.Arbitrary<CuePoint[]> = fc.uniqueArray(point, { selector: ({ id }) => id, maxLength: 6 });
  return points.map((list) => ({ points: list }));
}
