import { describe, expect, it } from "vitest";
import { fade } from "../../src/audio/fade.ts";
import { gain } from "../../src/audio/gain.ts";
import { processFrames } from "../../src/audio/process-frames.ts";
import { firFilter } from "../../src/dsp/filter/fir-filter.ts";
import { quantizer } from "../../src/dsp/level/quantizer.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const source = sourceOf({ channels: 2, frames: 3000 }, noiseAt);
const constant = sourceOf({ frames: 1000 }, () => 1);

describe("a source with a gain", () => {
  it("is the source times that", async () => {
    const planes = await framesOf(gain(source, 0.25));
    expect(planes).toEqual((await framesOf(source)).map((plane) => plane.map((sample) => sample * 0.25)));
  });

  it("that changes is the same whatever window is read", async () => {
    const points = [
      { frame: 100, gain: 0, curve: "raised-cosine" },
      { frame: 2000, gain: 1, curve: "exponential" },
      { frame: 2900, gain: 0.1 },
    ] as const;
    const whole = await framesOf(gain(source, points));
    for (const [from, to] of [
      [0, 10],
      [95, 1777],
      [1999, 2001],
      [2500, 3000],
    ] as const) {
      expect(await framesOf(gain(source, points), from, to)).toEqual(
        whole.map((plane) => plane.subarray(from, to)),
      );
    }
  });

  it("looks at its points once, not at every read", async () => {
    let looks = 0;
    const point = {
      frame: 0,
      get gain() {
        looks++;
        return 0.5;
      },
    };
    const halved = gain(source, [point, { frame: 10, gain: 0.5 }]);
    const before = looks;
    await framesOf(halved, 0, 100);
    await framesOf(halved, 100, 200);
    expect(looks).toBe(before);
  });

  it("that is none is refused at once", () => {
    expect(() => gain(source, Number.NaN)).toThrow(
      "options.points[0].gain, when provided, must be a number of at least 0, got NaN",
    );
  });
});

describe("a faded source", () => {
  it("rises from silence and falls back to it, in mirror image", async () => {
    const [plane = []] = await framesOf(fade(constant, { in: 0.1, out: 0.1, curve: "equal-power" }));
    expect([...plane]).toEqual([...plane].reverse());
    expect(plane[0]).toBeCloseTo(Math.sin((0.5 / 100) * (Math.PI / 2)), 6);
    expect([plane[100], plane[899]]).toEqual([1, 1]);
  });

  it("is refused where the fades are longer than the source", () => {
    expect(() => fade(constant, { in: 0.6, out: 0.5 })).toThrow(
      'options.in and options.out, when provided, must be together at most 1 s, got "0.6 and 0.5"',
    );
  });

  it("is refused where a fade is no length, in seconds", () => {
    expect(() => fade(constant, { in: -1 })).toThrow(
      "options.in, when provided, must be a number of at least 0, got -1",
    );
    expect(() => fade(constant, { out: Number.NaN })).toThrow("options.out, when provided, must be");
  });
});

describe("an effect without memory", () => {
  it("comes out the same whatever window is read", async () => {
    const dithered = processFrames(source, ({ channels, frame }) =>
      quantizer({ channels, frame, bitsPerSample: 8 }),
    );
    const whole = await framesOf(dithered);
    expect(await framesOf(dithered, 1234, 2345)).toEqual(whole.map((plane) => plane.subarray(1234, 2345)));
  });

  it("is refused where it has a latency", async () => {
    const late = processFrames(source, () => firFilter({ channels: 2, coefficients: [0, 1], latency: 1 }));
    await expect(framesOf(late)).rejects.toThrow(
      "expected an effect without memory, got a latency of 1 frames: use processChunked",
    );
  });
});
