import fc from "fast-check";
import { expect, test } from "vitest";
import { chapterComments, fromTheBeginning, partChapters } from "../../../src/transcode/plan/chapters.ts";

const THREE = [
  { start: 0, end: 10, title: "a" },
  { start: 10, end: 20, title: "b" },
  { start: 20, end: 30, title: "c" },
];

test("the chapters of a part are shifted, and cut at its ends", () => {
  expect(partChapters(THREE, 5, 15)).toEqual([
    { start: 0, end: 5, title: "a" },
    { start: 5, end: 10, title: "b" },
  ]);
  expect(partChapters(THREE, 10, 20)).toEqual([{ start: 0, end: 10, title: "b" }]);
  expect(partChapters(THREE, 0, Number.POSITIVE_INFINITY)).toEqual(THREE);
  expect(partChapters(THREE, 30, 40)).toEqual([]);
  expect(partChapters([{ start: 4, end: 4, title: "mark" }], 4, 5)).toEqual([
    { start: 0, end: 0, title: "mark" },
  ]);
});

test("the chapters of a whole are those of its parts", () => {
  const cuts = fc.float({ min: 0, max: 30, noNaN: true });
  fc.assert(
    fc.property(cuts, (cut) => {
      const length = (from: number, to: number) =>
        partChapters(THREE, from, to).reduce((sum, { start, end }) => sum + end - start, 0);
      expect(length(0, cut)).toBeCloseTo(cut, 6);
      expect(length(0, cut) + length(cut, 30)).toBeCloseTo(30, 6);
    }),
  );
});

test("what is before the first chapter becomes one where chapters cannot begin later", () => {
  expect(fromTheBeginning(THREE)).toBe(THREE);
  expect(fromTheBeginning([])).toEqual([]);
  expect(fromTheBeginning(THREE.slice(1))[0]).toEqual({ start: 0, end: 10, title: "" });
});

test("comments number chapters from 0 and tell their beginnings to the millisecond", () => {
  const chapters = [...THREE.slice(0, 1), { start: 36_000 + 59 * 60 + 59.9996, end: 40_000, title: "x=y" }];
  expect(chapterComments(chapters)).toEqual({
    CHAPTER000: "00:00:00.000",
    CHAPTER000NAME: "a",
    CHAPTER001: "11:00:00.000",
    CHAPTER001NAME: "x=y",
  });
  const many = Array.from({ length: 1200 }, (_, n) => ({ start: n, end: n + 1, title: "" }));
  expect(Object.keys(chapterComments(many))).toHaveLength(2000);
});
