import { describe, expect, it } from "vitest";
import { mix } from "../../src/audio/mix.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 100 }, noiseAt);

describe("a mix", () => {
  it("of a sound with its opposite is silence", async () => {
    const planes = await framesOf(mix([{ source }, { source, gain: -1 }]));
    for (const plane of planes) expect(plane.every((sample) => sample === 0)).toBe(true);
  });

  it("lasts until its last part ends, with silence where there is nothing", async () => {
    const mono = sourceOf({ frames: 10 }, () => 0.25);
    const mixed = mix([{ source: mono }, { source: mono, at: 15, gain: 2 }]);
    expect(mixed.frames).toBe(25);
    const expected = [...Array(10).fill(0.25), ...Array(5).fill(0), ...Array(10).fill(0.5)];
    expect([...((await framesOf(mixed))[0] ?? [])]).toEqual(expected);
    expect([...((await framesOf(mixed, 8, 17))[0] ?? [])]).toEqual(expected.slice(8, 17));
  });

  it("is read where its parts are, and nowhere else", async () => {
    const part = sourceOf({ frames: 10 }, noiseAt);
    await framesOf(mix([{ source: part, at: 50 }, { source: sourceOf({ frames: 100 }, noiseAt) }]), 45, 55);
    expect(part.reads).toEqual([{ start: 0, length: 5 }]);
  });

  it.each([
    [{ source, at: -1 }, "parts[0].at, when provided, must be a frame number of 0 or more, got -1"],
    [{ source, gain: Number.NaN }, "parts[0].gain, when provided, must be a finite number, got NaN"],
  ])("with %o is refused", (part, message) => {
    expect(() => mix([part])).toThrow(message);
  });
});
