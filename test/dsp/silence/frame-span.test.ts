import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type FrameSpan,
  longSpans,
  mergeSpans,
  padSpans,
  spansBetween,
} from "../../../src/dsp/silence/frame-span.ts";

const FRAMES = 1000;

/** Spans in order, none empty, that do not overlap and may touch. */
const anySpans: fc.Arbitrary<FrameSpan[]> = fc
  .uniqueArray(fc.nat(FRAMES), { maxLength: 24 })
  .map((frames) => frames.sort((a, b) => a - b))
  .map((edges) =>
    edges.flatMap((from, i) =>
      i % 2 === 0 && i + 1 < edges.length ? [{ from, to: edges[i + 1] as number }] : [],
    ),
  );

function framesOf(spans: readonly FrameSpan[]): Set<number> {
  return new Set(spans.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i)));
}

test("a frame lies in the spans or between them", () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const inside = framesOf(spans);
      const between = framesOf(spansBetween(spans, FRAMES));
      expect(inside.size + between.size).toBe(FRAMES);
      expect([...inside].some((frame) => between.has(frame))).toBe(false);
    }),
  );
});

test("what is between what is between are the spans", () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      expect(spansBetween(spansBetween(spans, FRAMES), FRAMES)).toEqual(mergeSpans(spans));
    }),
  );
});

test("what lies behind the recording is in no span between", () => {
  expect(spansBetween([{ from: 5, to: 30 }], 10)).toEqual([{ from: 0, to: 5 }]);
  expect(spansBetween([{ from: 20, to: 30 }], 10)).toEqual([{ from: 0, to: 10 }]);
  expect(spansBetween([], 0)).toEqual([]);
});

test("padding reaches as far as it can, and no frame is in two spans", () => {
  fc.assert(
    fc.property(anySpans, fc.nat(80), fc.nat(80), (spans, before, after) => {
      const padded = padSpans(spans, { before, after }, FRAMES);
      expect(padded.length).toBe(spans.length);
      const reached = new Set(
        spans.flatMap(({ from, to }) =>
          Array.from({ length: to - from + before + after }, (_, i) => from - before + i),
        ),
      );
      const wanted = [...reached].filter((frame) => frame >= 0 && frame < FRAMES);
      const covered = framesOf(padded);
      expect(covered.size).toBe(wanted.length);
      expect(wanted.filter((frame) => !covered.has(frame))).toEqual([]);
      expect(padded.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(wanted.length);
      for (const [i, { from, to }] of padded.entries()) {
        expect(from).toBeLessThanOrEqual(spans[i]?.from ?? -1);
        expect(to).toBeGreaterThanOrEqual(spans[i]?.to ?? FRAMES);
      }
    }),
  );
});

test("two spans share what is too short for the padding of both, in the ratio of their padding", () => {
  const spans = [
    { from: 10, to: 20 },
    { from: 30, to: 40 },
  ];
  expect(padSpans(spans, { before: 3, after: 9 }, 100)).toEqual([
    { from: 7, to: 27 },
    { from: 27, to: 49 },
  ]);
  expect(mergeSpans(padSpans(spans, { before: 3, after: 9 }, 100))).toEqual([{ from: 7, to: 49 }]);
});

test("spans merge over gaps up to the one that is given, and over no longer ones", () => {
  const spans = [
    { from: 0, to: 10 },
    { from: 15, to: 20 },
    { from: 26, to: 30 },
  ];
  expect(mergeSpans(spans, 4)).toEqual(spans);
  expect(mergeSpans(spans, 5)).toEqual([{ from: 0, to: 20 }, spans[2]]);
  expect(mergeSpans(spans, 6)).toEqual([{ from: 0, to: 30 }]);
});

test("a gap is 0 or more", () => {
  expect(() => mergeSpans([], -1)).toThrow(
    "options.gap, when provided, must be a number of at least 0, got -1",
  );
  expect(() => mergeSpans([], Number.NaN)).toThrow("options.gap");
});

test("long spans have at least the length that is asked for", () => {
  const spans = [
    { from: 0, to: 9 },
    { from: 20, to: 30 },
  ];
  expect(longSpans(spans, 10)).toEqual([spans[1]]);
});

test("padding is an integer", () => {
  expect(() => padSpans([], { before: 0.5 }, 10)).toThrow(
    "options.before, when provided, must be an integer of at least 0, got 0.5",
  );
});
