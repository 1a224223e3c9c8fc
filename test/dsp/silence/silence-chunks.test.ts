import fc from "fast-check";
import { expect, test } from "vitest";
import type { FrameSpan } from "../../../src/dsp/silence/frame-span.ts";
import { silenceChunks } from "../../../src/dsp/silence/silence-chunks.ts";

const anySilences: fc.Arbitrary<FrameSpan[]> = fc
  .uniqueArray(fc.nat(3000), { maxLength: 60 })
  .map((frames) => frames.sort((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((from, i) =>
      i % 2 === 0 && i + 1 < edges.length ? [{ from, to: edges[i + 1] as number }] : [],
    ),
  );

test("chunks follow each other, are no longer than they may be, and end in a silence where one is in reach", () => {
  fc.assert(
    fc.property(
      anySilences,
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 1, max: 400 }),
      (silences, a, b) => {
        const [least, most] = [Math.min(a, b), Math.max(a, b)];
        const chunks = silenceChunks(3000, silences, { least, most });
        const middles = silences.map(({ from, to }) => Math.floor((from + to) / 2));
        expect(chunks[0]?.from).toBe(0);
        expect(chunks.at(-1)?.to).toBe(3000);
        for (const [i, { from, to }] of chunks.entries()) {
          expect(to - from).toBeGreaterThan(0);
          expect(to - from).toBeLessThanOrEqual(most);
          if (i === chunks.length - 1) continue;
          expect(chunks[i + 1]?.from).toBe(to);
          const inReach = middles.filter((middle) => middle >= from + least && middle <= from + most);
          expect(to).toBe(inReach.at(-1) ?? from + most);
        }
      },
    ),
  );
});

test("what fits into one chunk is not cut", () => {
  expect(silenceChunks(100, [{ from: 40, to: 60 }], { most: 100 })).toEqual([{ from: 0, to: 100 }]);
  expect(silenceChunks(0, [], { most: 100 })).toEqual([]);
});

test("the shortest chunk is at most the longest", () => {
  expect(() => silenceChunks(10, [], { most: 5, least: 6 })).toThrow(
    "options.least, when provided, must be at most options.most, 5, got 6",
  );
});
