import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ActivityOptions, activityDetector } from "../../../src/dsp/silence/activity-detector.ts";
import type { FrameSpan } from "../../../src/dsp/silence/frame-span.ts";
import { addInBlocks } from "../../helpers/add-in-blocks.ts";
import { blockLengths } from "../../helpers/block-lengths.ts";
import { noiseFrom } from "../../helpers/noise.ts";

const SAMPLE_RATE = 8000;
const WINDOW = 160;

type FoundOptions = Omit<ActivityOptions, "sampleRate" | "channels">;

/** No hold, no minimum: what is found is what the windows say. */
const BARE: FoundOptions = { holdBefore: 0, holdAfter: 0, minActivity: 0, minPause: 0, adaptation: 5 };

function activityOf(planes: readonly Float32Array[], options: FoundOptions, lengths = [4096]): FrameSpan[] {
  const detector = activityDetector({ sampleRate: SAMPLE_RATE, channels: planes.length, ...options });
  const spans: FrameSpan[] = [];
  addInBlocks(detector, planes, lengths, () => spans.push(...detector.take()));
  return [...spans, ...detector.end()];
}

/** Noise that is the same each time, at about this level in dBFS (RMS). */
function addNoise(plane: Float32Array, level: number, from: number, to: number, seed = 1): void {
  const next = noiseFrom(seed);
  for (let i = from; i < to; i++) {
    plane[i] = (plane[i] ?? 0) + next() * Math.sqrt(3) * 10 ** (level / 20);
  }
}

function addTone(plane: Float32Array, level: number, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    plane[i] = (plane[i] ?? 0) + Math.SQRT2 * 10 ** (level / 20) * Math.sin((2 * Math.PI * i) / 20);
  }
}

const seconds = (...edges: number[]): FrameSpan[] =>
  edges.flatMap((from, i) =>
    i % 2 === 0 ? [{ from: from * SAMPLE_RATE, to: (edges[i + 1] ?? 0) * SAMPLE_RATE }] : [],
  );

describe("activity", () => {
  test("is what rises above the noise, from its first window to its last", () => {
    const plane = new Float32Array(20 * SAMPLE_RATE);
    addNoise(plane, -45, 0, plane.length);
    addTone(plane, -25, 3 * SAMPLE_RATE, 5 * SAMPLE_RATE);
    addTone(plane, -25, 12 * SAMPLE_RATE, 12.5 * SAMPLE_RATE);
    expect(activityOf([plane], BARE)).toEqual(seconds(3, 5, 12, 12.5));
  });

  test("is not the noise that becomes louder or softer, whether at once or little by little", () => {
    const plane = new Float32Array(60 * SAMPLE_RATE);
    addNoise(plane, -60, 0, 15 * SAMPLE_RATE);
    addNoise(plane, -35, 15 * SAMPLE_RATE, 30 * SAMPLE_RATE);
    for (let i = 0; i < 30 * SAMPLE_RATE; i += WINDOW) {
      const level = -35 - (25 * i) / (30 * SAMPLE_RATE);
      addNoise(plane, level, 30 * SAMPLE_RATE + i, 30 * SAMPLE_RATE + i + WINDOW, i + 1);
    }
    addTone(plane, -40, 5 * SAMPLE_RATE, 6 * SAMPLE_RATE); // softer than the noise is later
    addTone(plane, -15, 20 * SAMPLE_RATE, 21 * SAMPLE_RATE);
    addTone(plane, -35, 57 * SAMPLE_RATE, 58 * SAMPLE_RATE);
    expect(activityOf([plane], BARE)).toEqual(seconds(5, 6, 20, 21, 57, 58));
  });

  test("is no noise beside a gap of digital silence", () => {
    const plane = new Float32Array(20 * SAMPLE_RATE);
    addNoise(plane, -40, 0, plane.length);
    plane.fill(0, 10 * SAMPLE_RATE, 10.1 * SAMPLE_RATE);
    expect(activityOf([plane], BARE)).toEqual([]);
  });

  test("may begin and end with the recording", () => {
    const plane = new Float32Array(12 * SAMPLE_RATE + 77);
    addNoise(plane, -50, 0, plane.length);
    addTone(plane, -20, 0, 2 * SAMPLE_RATE);
    addTone(plane, -20, 11 * SAMPLE_RATE, plane.length);
    expect(activityOf([plane], { ...BARE, holdBefore: 0.5, holdAfter: 0.5 })).toEqual([
      { from: 0, to: 2.5 * SAMPLE_RATE },
      { from: 10.5 * SAMPLE_RATE, to: plane.length },
    ]);
  });

  test("is found in a recording that is shorter than the time to adapt", () => {
    const plane = new Float32Array(2 * SAMPLE_RATE);
    addNoise(plane, -50, 0, plane.length);
    addTone(plane, -20, SAMPLE_RATE, 1.5 * SAMPLE_RATE);
    expect(activityOf([plane], BARE)).toEqual(seconds(1, 1.5));
  });

  test("in one channel is activity", () => {
    const planes = [new Float32Array(8 * SAMPLE_RATE), new Float32Array(8 * SAMPLE_RATE)] as const;
    addTone(planes[1], -20, 2 * SAMPLE_RATE, 3 * SAMPLE_RATE);
    expect(activityOf(planes, BARE)).toEqual(seconds(2, 3));
  });

  test("is never what lies below the threshold, even where there is no noise at all", () => {
    const plane = new Float32Array(8 * SAMPLE_RATE);
    addTone(plane, -72, SAMPLE_RATE, 2 * SAMPLE_RATE);
    addTone(plane, -68, 4 * SAMPLE_RATE, 5 * SAMPLE_RATE);
    expect(activityOf([plane], BARE)).toEqual(seconds(4, 5));
    expect(activityOf([plane], { ...BARE, threshold: -80 })).toEqual(seconds(1, 2, 4, 5));
  });

  test("needs the margin", () => {
    const plane = new Float32Array(8 * SAMPLE_RATE);
    addTone(plane, -40, 0, plane.length);
    addTone(plane, -40, 4 * SAMPLE_RATE, 5 * SAMPLE_RATE); // twice the amplitude: 6.02 dB more
    expect(activityOf([plane], { ...BARE, margin: 6.1 })).toEqual([]);
    expect(activityOf([plane], { ...BARE, margin: 5.9 })).toEqual(seconds(4, 5));
  });

  test("is joined over short pauses, left out where it is short, and then held", () => {
    const plane = new Float32Array(20 * SAMPLE_RATE);
    addTone(plane, -20, 2 * SAMPLE_RATE, 3 * SAMPLE_RATE);
    addTone(plane, -20, 3.78 * SAMPLE_RATE, 4 * SAMPLE_RATE); // 0.78 s: less than 0.1 + 0.2 + 0.5
    addTone(plane, -20, 4.8 * SAMPLE_RATE, 6 * SAMPLE_RATE); // 0.8 s: a pause
    addTone(plane, -20, 10 * SAMPLE_RATE, 10.08 * SAMPLE_RATE); // shorter than 0.1
    const options = { holdBefore: 0.1, holdAfter: 0.2, minPause: 0.5, minActivity: 0.1, adaptation: 10 };
    expect(activityOf([plane], options)).toEqual(seconds(1.9, 4.2, 4.7, 6.2).map(rounded));
  });

  test("is the same however the blocks are cut", () => {
    const planes = [new Float32Array(9 * SAMPLE_RATE), new Float32Array(9 * SAMPLE_RATE)] as const;
    addNoise(planes[0], -50, 0, planes[0].length);
    addNoise(planes[1], -38, 0, planes[1].length);
    // Just about the margin, so that every rounding counts.
    addTone(planes[0], -30, 2 * SAMPLE_RATE, 7 * SAMPLE_RATE);
    const options = { ...BARE, adaptation: 1 };
    const whole = activityOf(planes, { ...options, margin: 0.3 }, [planes[0].length]);
    expect(whole.length).toBeGreaterThan(10);
    fc.assert(
      fc.property(blockLengths, (lengths) => {
        expect(activityOf(planes, { ...options, margin: 0.3 }, lengths)).toEqual(whole);
      }),
      { numRuns: 20 },
    );
  });
});

test("NaN is silent and infinity is active", () => {
  const plane = new Float32Array(4 * SAMPLE_RATE);
  plane[SAMPLE_RATE] = Number.NaN;
  plane[2 * SAMPLE_RATE] = Number.POSITIVE_INFINITY;
  expect(activityOf([plane], BARE)).toEqual([{ from: 2 * SAMPLE_RATE, to: 2 * SAMPLE_RATE + WINDOW }]);
});

test("spans come when it is sure where they end, and a detector is as new after the end", () => {
  const detector = activityDetector({ sampleRate: SAMPLE_RATE, channels: 1, ...BARE });
  const plane = new Float32Array(10 * SAMPLE_RATE);
  addTone(plane, -20, SAMPLE_RATE, 2 * SAMPLE_RATE);
  detector.add([plane.subarray(0, 6 * SAMPLE_RATE)]);
  expect(detector.take()).toEqual([]);
  detector.add([plane.subarray(6 * SAMPLE_RATE, 7 * SAMPLE_RATE)]);
  expect(detector.take()).toEqual(seconds(1, 2));
  expect(detector.end()).toEqual([]);
  detector.add([plane]);
  expect(detector.end()).toEqual(seconds(1, 2));
  detector.add([plane.subarray(0, 12_345)]);
  detector.reset();
  detector.add([plane]);
  expect(detector.end()).toEqual(seconds(1, 2));
});

test("options are held against their ranges", () => {
  const format = { sampleRate: SAMPLE_RATE, channels: 1 };
  expect(() => activityDetector({ ...format, adaptation: 0.01 })).toThrow(
    "options.adaptation, when provided, must be a number from 0.02 to 3600, got 0.01",
  );
  expect(() => activityDetector({ ...format, window: 0 })).toThrow(
    "options.window, when provided, must be a number from 0.001 to 1, got 0",
  );
  for (const name of ["margin", "holdBefore", "holdAfter", "minActivity", "minPause"]) {
    expect(() => activityDetector({ ...format, [name]: -1 })).toThrow(`options.${name}`);
  }
  expect(() => activityDetector({ ...format, sampleRate: 0 })).toThrow("options.sampleRate");
  expect(() => activityDetector({ ...format, channels: 0 })).toThrow("options.channels");
});

function rounded({ from, to }: FrameSpan): FrameSpan {
  return { from: Math.round(from), to: Math.round(to) };
}
