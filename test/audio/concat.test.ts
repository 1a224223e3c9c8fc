import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip } from "../../src/audio/clip.ts";
import { concat } from "../../src/audio/concat.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 300 }, noiseAt);

describe("a concatenation", () => {
  it("of the pieces of a source is the source, whatever window is read", async () => {
    const cuts = fc.array(fc.nat(300), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.nat(300), fc.nat(300), async (inner, one, other) => {
        const edges = [0, ...inner.sort((a, b) => a - b), 300];
        const pieces = edges.slice(1).map((end, index) => clip(source, edges[index] ?? 0, end));
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect(await framesOf(concat(pieces), from, to)).toEqual(await framesOf(source, from, to));
      }),
    );
  });

  it("reads only the parts that a window touches", async () => {
    const parts = Array.from({ length: 1000 }, () => sourceOf({ frames: 10 }, noiseAt));
    await framesOf(concat(parts), 5005, 5015);
    expect(parts.flatMap(({ reads }, index) => (reads.length > 0 ? [index] : []))).toEqual([500, 501]);
  });

  it("of sources that differ is refused, and of none", () => {
    const mono = sourceOf({ channels: 1, sampleRate: 8000 }, noiseAt);
    expect(() => concat([source, mono])).toThrow(
      "source 2 has 1 channel at 8000 Hz, the first has 2 channels at 1000 Hz: convert them with resample and remix",
    );
    expect(() => concat([])).toThrow("expected one source or more, got none");
  });

  it("says which frames a source did not give", async () => {
    const short = { ...source, read: async () => 3 };
    await expect(framesOf(concat([source, short]))).rejects.toThrow(
      "the audio ended early: wanted 300 frames at frame 0, got 3 (its length is 300)",
    );
  });
});
