import { describe, expect, it } from "vitest";
import { remix } from "../../src/audio/remix.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const stereo = sourceOf({ channels: 2, frames: 500 }, noiseAt);

describe("a source with other channels", () => {
  it("is mixed by the rule", async () => {
    const [left = [], right = []] = await framesOf(stereo);
    const [mono = []] = await framesOf(remix(stereo, 1));
    expect([...mono]).toEqual(
      [...left].map((sample, n) => Math.fround(0.5 * sample + 0.5 * (right[n] ?? 0))),
    );
  });

  it("as a matrix says may have its channels swapped", async () => {
    const swapped = remix(stereo, [
      [0, 1],
      [1, 0],
    ]);
    expect(await framesOf(swapped, 100, 200)).toEqual((await framesOf(stereo, 100, 200)).reverse());
  });

  it("of mono on both sides is mono again", async () => {
    const mono = sourceOf({ frames: 500 }, noiseAt);
    expect(await framesOf(remix(remix(mono, 2), 1))).toEqual(await framesOf(mono));
  });

  it("that no rule makes is refused", () => {
    expect(() => remix(stereo, 7)).toThrow('the rule "discrete" keeps the first channels of any number');
    expect(() => remix(stereo, [[1]])).toThrow(
      "to, when provided, must be rows of 2 gains, one or more, got",
    );
    expect(() => remix(stereo, [[1, Number.NaN]])).toThrow(
      "to[0][1], when provided, must be a finite number, got NaN",
    );
    expect(() =>
      remix(stereo, [
        [1, 0],
        [Number.POSITIVE_INFINITY, 0],
      ]),
    ).toThrow("to[1][0]");
  });
});
