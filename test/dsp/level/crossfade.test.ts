import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossfadePlanes } from "../../../src/dsp/level/crossfade.ts";
import { FADE_CURVES, type FadeCurve, isEqualGain } from "../../../src/dsp/level/fade-curve.ts";
import { newPlanes, planesWithin } from "../../../src/dsp/planes.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { whiteNoise } from "../../helpers/noise.ts";
import { sameBits } from "../../helpers/sound-difference.ts";

const FRAMES = 1000;
const from = [whiteNoise(FRAMES, 1), whiteNoise(FRAMES, 2)];
const to = [whiteNoise(FRAMES, 3), whiteNoise(FRAMES, 4)];

function faded(a: readonly Float32Array[], b: readonly Float32Array[], curve: FadeCurve): Float32Array[] {
  const into = newPlanes(a.length, a[0]!.length);
  crossfadePlanes(a, b, into, { curve, length: a[0]!.length });
  return into;
}

describe.each(FADE_CURVES)("a crossfade with the curve %s", (curve) => {
  test("comes out the same in one block and in several", () => {
    const whole = faded(from, to, curve);
    fc.assert(
      fc.property(blockLengths, (cuts) => {
        const into = newPlanes(2, FRAMES);
        let at = 0;
        for (const cut of [...cuts, FRAMES]) {
          const end = Math.min(FRAMES, at + cut);
          const part = (planes: Float32Array[]) => planesWithin(planes, at, end);
          crossfadePlanes(part(from), part(to), part(into), { curve, length: FRAMES, at });
          at = end;
        }
        expect(sameBits(into, whole)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test("goes into either of its inputs as well", () => {
    const [a, b] = [from.map((plane) => plane.slice()), to.map((plane) => plane.slice())];
    crossfadePlanes(a, to, a, { curve, length: FRAMES });
    crossfadePlanes(from, b, b, { curve, length: FRAMES });
    expect(sameBits(a, faded(from, to, curve))).toBe(true);
    expect(sameBits(b, a)).toBe(true);
  });

  test("backwards is the crossfade of what is backwards", () => {
    const backwards = (planes: readonly Float32Array[]) => planes.map((plane) => plane.slice().reverse());
    const there = backwards(faded(from, to, curve));
    const back = faded(backwards(to), backwards(from), curve);
    there.forEach((plane, c) => {
      plane.forEach((sample, n) => {
        expect(Math.abs(sample - back[c]![n]!)).toBeLessThan(2e-7);
      });
    });
  });

  test("is what comes after it from its end on", () => {
    const into = newPlanes(2, FRAMES);
    crossfadePlanes(from, to, into, { curve, length: 600, at: 100 });
    expect(sameBits(planesWithin(into, 500, FRAMES), planesWithin(to, 500, FRAMES))).toBe(true);
    expect(into[0]![499]).not.toBe(to[0]![499]);
    crossfadePlanes(from, to, into, { curve, length: 0 });
    expect(sameBits(into, to)).toBe(true);
  });
});

test("a crossfade of a sound with itself is that sound, to the bit, where fades add to 1", () => {
  const odd = [Float32Array.of(-0, 0, Infinity, -Infinity, Number.NaN, 1e-45, -1, 0.3), whiteNoise(8)];
  for (const curve of FADE_CURVES.filter(isEqualGain)) {
    expect(sameBits(faded(odd, odd, curve), odd)).toBe(true);
    expect(sameBits(faded(from, from, curve), from)).toBe(true);
  }
});

test("a linear crossfade from 1 to 0 goes down in the middles of equal steps", () => {
  const [result] = faded([new Float32Array(4).fill(1)], [new Float32Array(4)], "linear");
  expect([...result!]).toEqual([0.875, 0.625, 0.375, 0.125]);
});

test("an equal-power crossfade keeps the power of sounds that have nothing in common", () => {
  const power = (plane: Float32Array) => plane.reduce((sum, sample) => sum + sample ** 2, 0) / plane.length;
  const [a, b] = [[whiteNoise(50_000, 5)], [whiteNoise(50_000, 6)]];
  expect(power(faded(a, b, "equal-power")[0]!) / power(a[0]!)).toBeCloseTo(1, 1);
  expect(power(faded(a, b, "linear")[0]!) / power(a[0]!)).toBeCloseTo(2 / 3, 1);
});

test("blocks that do not fit each other are refused", () => {
  const options = { curve: "linear", length: 5 } as const;
  expect(() => crossfadePlanes(newPlanes(2, 3), newPlanes(2, 4), newPlanes(2, 3), options)).toThrow(
    "expected 2 planes of length 3, got 2 with lengths 4, 4",
  );
  expect(() => crossfadePlanes(newPlanes(1, 3), newPlanes(2, 3), newPlanes(2, 3), options)).toThrow(
    "expected 2 planes of length 3, got 1 with lengths 3",
  );
  expect(() => crossfadePlanes([], [], [], { curve: "linear", length: 1.5 })).toThrow(
    "options.length, when provided, must be an integer of at least 0, got 1.5",
  );
  expect(() => crossfadePlanes([], [], [], { curve: "cubic" as "linear", length: 1 })).toThrow(
    "options.curve",
  );
});
