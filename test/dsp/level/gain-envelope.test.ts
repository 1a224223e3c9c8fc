import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { crossfadePlanes } from "../../../src/dsp/level/crossfade.ts";
import { FADE_CURVES } from "../../../src/dsp/level/fade-curve.ts";
import { fadePoints } from "../../../src/dsp/level/fade-points.ts";
import { type GainPoint, gainEnvelope } from "../../../src/dsp/level/gain-envelope.ts";
import { newPlanes, planesWithin } from "../../../src/dsp/planes.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { whiteNoise } from "../../helpers/noise.ts";
import { processed } from "../../helpers/processed.ts";
import { sameBits } from "../../helpers/sound-difference.ts";

const FRAMES = 1500;
const planes = [whiteNoise(FRAMES, 1), whiteNoise(FRAMES, 2)];

const anyPoints: fc.Arbitrary<GainPoint[]> = fc
  .array(
    fc.record({
      frame: fc.integer({ min: -200, max: 2 * FRAMES }).map((half) => half / 2),
      gain: fc.constantFrom(0, 0.25, 1, 1.5),
      curve: fc.constantFrom(...FADE_CURVES),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((points) => points.sort((a, b) => a.frame - b.frame));

/** The gains from a frame on. */
function gains(points: readonly GainPoint[], frames: number, frame = 0): number[] {
  const ones = [new Float32Array(frames).fill(1)];
  return [...processed(gainEnvelope({ channels: 1, frame, points }), ones)[0]!];
}

test("an envelope comes out the same however blocks are cut, wherever it begins, and again after reset", () => {
  fc.assert(
    fc.property(anyPoints, blockLengths, fc.integer({ min: 0, max: FRAMES }), (points, cuts, start) => {
      const envelope = gainEnvelope({ channels: 2, points });
      const whole = processed(envelope, planes);
      envelope.reset();
      expect(sameBits(processed(envelope, planes, cuts), whole)).toBe(true);
      const late = gainEnvelope({ channels: 2, frame: start, points });
      const rest = processed(late, planesWithin(planes, start, FRAMES), cuts);
      expect(sameBits(rest, planesWithin(whole, start, FRAMES))).toBe(true);
    }),
  );
});

test("an envelope goes straight from point to point and stays at both ends", () => {
  const points = [
    { frame: 2, gain: 0.5 },
    { frame: 6, gain: 1.5 },
    { frame: 8, gain: 0 },
  ];
  expect(gains(points, 10)).toEqual([0.5, 0.5, 0.5, 0.75, 1, 1.25, 1.5, 0.75, 0, 0]);
});

test("a point between two frames takes effect at the next one, and of two at one frame the last counts", () => {
  const step = [
    { frame: 0, gain: 1 },
    { frame: 2.5, gain: 1 },
    { frame: 2.5, gain: 0 },
  ];
  expect(gains(step, 5)).toEqual([1, 1, 1, 0, 0]);
  expect(
    gains(
      [
        { frame: 2, gain: 1 },
        { frame: 2, gain: 0.5 },
      ],
      4,
    ),
  ).toEqual([1, 1, 0.5, 0.5]);
});

test("an exponential way between two gains is a straight line in decibels", () => {
  const points = [
    { frame: 0, gain: 1, curve: "exponential" },
    { frame: 4, gain: 16 },
    { frame: 8, gain: 1 },
  ] as const;
  expect(gains(points, 5).map((gain) => Math.round(gain * 1e6) / 1e6)).toEqual([1, 2, 4, 8, 16]);
});

test("one point is a constant gain; 1 leaves all as it is, 0 is silence whatever it is given", () => {
  const odd = [Float32Array.of(Number.NaN, Infinity, -0, -1)];
  const at = (gain: number) =>
    processed(gainEnvelope({ channels: 1, points: [{ frame: 7, gain }] }), odd)[0]!;
  expect(sameBits([at(1)], odd)).toBe(true);
  expect([...at(0)]).toEqual([0, 0, 0, 0]);
  expect([...at(0.5)]).toEqual([Number.NaN, Infinity, -0, -0.5]);
});

test("positions beyond 32 bits are told apart", () => {
  const frame = 2 ** 40;
  const points = [
    { frame, gain: 0 },
    { frame: frame + 4, gain: 1 },
  ];
  expect(gains(points, 6, frame - 1)).toEqual([0, 0, 0.25, 0.5, 0.75, 1]);
});

describe.each(FADE_CURVES)("fades with the curve %s", (curve) => {
  test("at both ends mirror each other", () => {
    const all = gains(fadePoints({ frames: 100, fadeInFrames: 30, fadeOutFrames: 30, curve }), 100);
    expect(all.slice(30, 70).every((gain) => gain === 1)).toBe(true);
    expect(all[0]!).toBeGreaterThan(0);
    for (let n = 0; n < 100; n++) expect(all[n]).toBeCloseTo(all[99 - n]!, 6);
  });

  test("of the same frames add up to the crossfade", () => {
    const [a, b, crossed] = [planesWithin(planes, 0, 50), planesWithin(planes, 50, 100), newPlanes(2, 50)];
    crossfadePlanes(a, b, crossed, { curve, length: 50 });
    const fadeOut = fadePoints({ frames: 50, fadeOutFrames: 50, curve });
    const fadeIn = fadePoints({ frames: 50, fadeInFrames: 50, curve });
    const falling = processed(gainEnvelope({ channels: 2, points: fadeOut }), a);
    const rising = processed(gainEnvelope({ channels: 2, points: fadeIn }), b);
    crossed[1]!.forEach((sample, n) => {
      expect(sample).toBeCloseTo(falling[1]![n]! + rising[1]![n]!, 6);
    });
  });
});

test("no fade is a gain of 1", () => {
  expect(gains(fadePoints({ frames: 3 }), 3)).toEqual([1, 1, 1]);
});

test("what is no envelope is refused", () => {
  const make = (points: readonly GainPoint[]) => () => gainEnvelope({ channels: 1, points });
  expect(make([])).toThrow("options.points, when provided, must be a list of one or more, got 0");
  expect(
    make([
      { frame: 5, gain: 1 },
      { frame: 4, gain: 1 },
    ]),
  ).toThrow("options.points[1].frame, when provided, must be a number of at least 5, got 4");
  expect(make([{ frame: 5, gain: -1 }])).toThrow("options.points[0].gain");
  expect(make([{ frame: Number.NaN, gain: 1 }])).toThrow("options.points[0].frame");
  expect(() => fadePoints({ frames: 10, fadeInFrames: 6, fadeOutFrames: 5 })).toThrow(
    'options.fadeInFrames and options.fadeOutFrames, when provided, must be together at most 10 frames, got "6 and 5"',
  );
  expect(() => fadePoints({ frames: 10, curve: "bad" as "linear" })).toThrow("options.curve");
  expect(() =>
    gainEnvelope({ channels: 2, points: [{ frame: 0, gain: 1 }] }).process(newPlanes(1, 3)),
  ).toThrow("expected 2 planes of one length, got 1 with lengths 3");
});

test("an envelope that begins anywhere is the rest of the whole one, and so it is after a reset", () => {
  fc.assert(
    fc.property(anyPoints, fc.integer({ min: 0, max: FRAMES }), (points, frame) => {
      fc.pre(points.length > 0);
      const whole = processed(gainEnvelope({ channels: 2, points }), planes, [FRAMES]);
      const expected = planesWithin(whole, frame, FRAMES);
      const late = gainEnvelope({ channels: 2, frame, points });
      const rest = planesWithin(planes, frame, FRAMES);
      expect(sameBits(processed(late, rest), expected)).toBe(true);
      late.reset();
      expect(sameBits(processed(late, rest), expected)).toBe(true);
    }),
  );
});
