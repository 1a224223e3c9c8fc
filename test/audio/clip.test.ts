import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { clip } from "../../src/audio/clip.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 1000 }, noiseAt);

describe("a clip of a source", () => {
  test("is the frames of its range", async () => {
    expect(await framesOf(clip(source, 100, 300))).toEqual(await framesOf(source, 100, 300));
  });

  it("of a clip is the clip", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(500), fc.nat(250), fc.nat(250), async (from, inner, length) => {
        const nested = clip(clip(source, from, from + inner + length), inner, inner + length);
        expect(await framesOf(nested)).toEqual(
          await framesOf(clip(source, from + inner, from + inner + length)),
        );
      }),
    );
  });

  it("goes to the end unless told otherwise, and may be empty", async () => {
    expect(clip(source, 990).frames).toBe(10);
    expect(await clip(source, 1000).read(0, [new Float32Array(1), new Float32Array(1)])).toBe(0);
  });

  it("leaves planes as they are behind its end", async () => {
    const planes = [new Float32Array(20).fill(7), new Float32Array(20).fill(7)];
    expect(await clip(source, 0, 10).read(5, planes)).toBe(5);
    expect([...(planes[0]?.subarray(5) ?? [])]).toEqual(Array(15).fill(7));
  });

  it.each([
    [-1, 10],
    [10, 9],
    [0, 1001],
    [0.5, 10],
  ])("from %d to %d is refused", (from, to) => {
    expect(() => clip(source, from, to)).toThrow(
      `expected frames with 0 <= from <= to <= 1000, got from ${from} to ${to}`,
    );
  });
});
