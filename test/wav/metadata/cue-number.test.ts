import { expect, it } from "vitest";
import { freeCueNumbers } from "../../../src/wav/metadata/cue-number.ts";
import { bytesOf } from "../../helpers/metadata-body.ts";

it("free numbers of cue points are the lowest from 1 up, each once", () => {
  const next = freeCueNumbers([], [], true);
  expect([next(), next(), next()]).toEqual([1, 2, 3]);
});

it("free numbers of cue points are those that no point has, in whatever order the points are", () => {
  const next = freeCueNumbers([{ id: 4 }, { id: 2 }, { id: 0 }, { id: 0xffff_ffff }, { id: 2 }], [], true);
  expect([next(), next(), next()]).toEqual([1, 3, 5]);
});

it.each([
  [true, [2, 0, 0, 0]],
  [false, [0, 0, 0, 2]],
])(
  "free numbers of cue points are those that no text refers to (little-endian: %s)",
  (littleEndian, number) => {
    const texts = [{ body: bytesOf(number, "lost\0") }, { body: bytesOf("ab") }];
    const next = freeCueNumbers([{ id: 1 }], texts, littleEndian);
    expect([next(), next()]).toEqual([3, 4]);
  },
);
