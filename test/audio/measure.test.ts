import { describe, expect, it } from "vitest";
import { measure } from "../../src/audio/measure.ts";
import type { Meter } from "../../src/dsp/meter.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";
import { sameBits } from "../helpers/sound-difference.ts";

/** Keeps all that it hears. */
function recorder(): Meter & { readonly heard: number[][] } {
  const heard: number[][] = [[], []];
  return {
    heard,
    add: (planes) => planes.forEach((plane, channel) => void heard[channel]?.push(...plane)),
    reset: () => {},
  };
}

const source = sourceOf({ channels: 2, frames: 100_000 }, noiseAt);

describe("measuring", () => {
  it("lets each meter hear each frame once, in order", async () => {
    const meters = [recorder(), recorder()];
    await measure(source, meters);
    const planes = await framesOf(source);
    for (const { heard } of meters) {
      expect(
        sameBits(
          heard.map((plane) => Float32Array.from(plane)),
          planes,
        ),
      ).toBe(true);
    }
  });

  it("says how far it has come", async () => {
    const seen: number[] = [];
    await measure(source, [], { onProgress: ({ frames, total }) => seen.push(frames / total) });
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });

  it("stops when its signal fires, and tells what the source throws", async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error("enough"));
    await expect(measure(source, [], { signal: controller.signal, onProgress })).rejects.toThrow("enough");
    const broken = { ...source, read: () => Promise.reject(new Error("a bad sector")) };
    await expect(measure(broken, [])).rejects.toThrow("a bad sector");
  });

  it("of an empty source hears nothing", async () => {
    const meter = recorder();
    await measure(sourceOf({ frames: 0 }, noiseAt), [meter]);
    expect(meter.heard).toEqual([[], []]);
  });
});
