import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firFilter } from "../../../src/dsp/filter/fir-filter.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { noiseAt } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";

const noise = [0, 1].map((channel) =>
  Float32Array.from({ length: 5000 }, (_, frame) => noiseAt(frame, channel)),
);

describe("an FIR filter", () => {
  it("answers an impulse with its coefficients", () => {
    const plane = new Float32Array(6);
    plane[1] = 1;
    firFilter({ channels: 1, coefficients: [0.5, -0.25, 0.125] }).process([plane]);
    expect([...plane]).toEqual([0, 0.5, -0.25, 0.125, 0, 0]);
  });

  it("is the convolution", () => {
    const coefficients = Array.from({ length: 37 }, (_, n) => noiseAt(n, 5));
    const [filtered] = processed(firFilter({ channels: 2, coefficients }), noise, [5000]);
    for (let frame = 100; frame < 5000; frame += 97) {
      const expected = coefficients.reduce((sum, c, n) => sum + c * (noise[0]?.[frame - n] ?? 0), 0);
      expect(filtered?.[frame]).toBeCloseTo(expected, 5);
    }
  });

  it("gives the same bits however the input is cut, and after a reset", () => {
    const coefficients = Array.from({ length: 64 }, (_, n) => noiseAt(n, 3));
    const filter = firFilter({ channels: 2, coefficients });
    const whole = processed(filter, noise, [5000]);
    fc.assert(
      fc.property(blockLengths, (lengths) => {
        filter.reset();
        expect(processed(filter, noise, lengths)).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [[], "expected one finite coefficient or more, got none"],
    [[1, Number.NaN], "expected one finite coefficient or more, got one that is not finite"],
  ])("with the coefficients %o is refused", (coefficients, message) => {
    expect(() => firFilter({ channels: 1, coefficients })).toThrow(message);
  });
});
