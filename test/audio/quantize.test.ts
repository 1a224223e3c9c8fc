import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planesSource } from "../../src/audio/planes-source.ts";
import { quantize } from "../../src/audio/quantize.ts";
import { quantizer } from "../../src/dsp/level/quantizer.ts";
import { framesOf, sourceOf } from "../helpers/audio-sources.ts";
import { noiseAt } from "../helpers/noise.ts";

const FRAMES = 700;
const noise = sourceOf({ channels: 2, frames: FRAMES }, noiseAt);

/** Two spans that may touch. */
const spans = fc
  .tuple(fc.nat(FRAMES), fc.nat(FRAMES), fc.nat(FRAMES), fc.nat(FRAMES))
  .map((ends) => ends.sort((a, b) => a - b))
  .map(([a = 0, b = 0, c = 0, d = 0]) => [
    { from: a, to: b },
    { from: c, to: d },
  ]);

describe("a quantized source", () => {
  it.each(["none", "lipshitz"] as const)(
    "is what the quantizer makes of it, in any windows, with the shaping %s",
    async (noiseShaping) => {
      const whole = await framesOf(noise);
      quantizer({ channels: 2, bitsPerSample: 8, noiseShaping }).process(whole);
      const quantized = quantize(noise, { bitsPerSample: 8, noiseShaping });
      expect(await framesOf(quantized, 300)).toEqual(whole.map((plane) => plane.subarray(300)));
      expect(await framesOf(quantized)).toEqual(whole);
    },
  );

  it("is the source itself, to the bit, outside of the spans that are named", async () => {
    const original = await framesOf(noise);
    const shapings = fc.constantFrom("none", "first-order");
    await fc.assert(
      fc.asyncProperty(spans, shapings, async (named, noiseShaping) => {
        const result = await framesOf(quantize(noise, { bitsPerSample: 8, noiseShaping, spans: named }));
        const isWithin = (n: number) => named.some(({ from, to }) => n >= from && n < to);
        result.forEach((plane, channel) => {
          plane.forEach((sample, n) => {
            if (isWithin(n)) expect(sample * 128).toBe(Math.round(sample * 128));
            else expect(sample).toBe(original[channel]?.[n]);
          });
        });
      }),
    );
  });

  it("has another dither in each span", async () => {
    const silence = planesSource([new Float32Array(FRAMES)], 1000);
    const named = [
      { from: 0, to: 300 },
      { from: 400, to: 700 },
    ];
    for (const noiseShaping of ["none", "first-order"] as const) {
      const [plane] = await framesOf(quantize(silence, { bitsPerSample: 16, noiseShaping, spans: named }));
      expect(plane?.subarray(0, 300)).not.toEqual(plane?.subarray(400));
    }
  });

  it.each([
    [
      [
        [0, 10],
        [5, 20],
      ],
      "options.spans[1].from, when provided, must be at least 10, where the span before it ends, got 5",
    ],
    [
      [
        [50, 60],
        [0, 10],
      ],
      "options.spans[1].from",
    ],
    [[[-1, 10]], "options.spans[0].from"],
    [[[20, 10]], "expected frames with 0 <= from <= to"],
    [[[0, FRAMES + 1]], "expected frames with 0 <= from <= to"],
    [[[FRAMES + 1, FRAMES + 2]], "expected frames with 0 <= from <= to"],
    [[[Number.NaN, 2]], "expected frames with 0 <= from <= to"],
    [[[0, Number.NaN]], "expected frames with 0 <= from <= to"],
  ])("refuses spans like %j at once", (ends, message) => {
    const wrong = ends.map(([from = 0, to = 0]) => ({ from, to }));
    for (const noiseShaping of ["none", "lipshitz"] as const) {
      expect(() => quantize(noise, { bitsPerSample: 8, noiseShaping, spans: wrong })).toThrow(message);
    }
  });

  it("refuses bits that there are none of at once", () => {
    expect(() => quantize(noise, { bitsPerSample: 12 as 16 })).toThrow(
      "options.bitsPerSample, when provided, must be 8, 16, 20 or 24, got 12",
    );
  });
});
