import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clip } from "../../src/audio/clip.ts";
import { crossfade } from "../../src/audio/crossfade.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 1000 }, noiseAt);
const constant = (value: number, frames: number) => sourceOf({ frames }, () => value);

describe("a crossfade", () => {
  it("of overlapping pieces of one source is the source, to the bit, with curves that add to 1", async () => {
    const pieces = [clip(source, 0, 400), clip(source, 300, 700), clip(source, 600, 1000)];
    for (const curve of ["linear", "raised-cosine"] as const) {
      const joined = crossfade(pieces, { duration: 0.1, curve });
      expect(joined.frames).toBe(1000);
      expect(await framesOf(joined)).toEqual(await framesOf(source));
    }
  });

  it("is the same whatever windows it is read in", async () => {
    const joined = crossfade([clip(source, 0, 300), clip(source, 500, 900), clip(source, 100, 500)], {
      duration: 0.15,
    });
    const whole = await framesOf(joined);
    await fc.assert(
      fc.asyncProperty(fc.nat(joined.frames), fc.nat(joined.frames), async (one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        expect(await framesOf(joined, from, to)).toEqual(whole.map((plane) => plane.subarray(from, to)));
      }),
    );
  });

  it("with equal power keeps the power of sounds that have nothing to do with each other", async () => {
    const one = await framesOf(crossfade([constant(1, 100), constant(0, 100)], { duration: 0.1 }));
    const other = await framesOf(crossfade([constant(0, 100), constant(1, 100)], { duration: 0.1 }));
    for (let n = 0; n < 100; n++) {
      expect((one[0]?.[n] ?? 0) ** 2 + (other[0]?.[n] ?? 0) ** 2).toBeCloseTo(1, 6);
    }
  });

  it("of one source is that source, and of no length a concatenation", async () => {
    expect(await framesOf(crossfade([source]))).toEqual(await framesOf(source));
    const halves = crossfade([clip(source, 0, 500), clip(source, 500, 1000)], { duration: 0 });
    expect(await framesOf(halves)).toEqual(await framesOf(source));
  });

  it("with a source that is shorter than its crossfades is refused", () => {
    expect(() =>
      crossfade([constant(1, 300), constant(1, 150), constant(1, 300)], { duration: 0.1 }),
    ).toThrow("source 2 lasts 0.15 s, its crossfades of 0.1 s need 0.2 s");
  });
});
