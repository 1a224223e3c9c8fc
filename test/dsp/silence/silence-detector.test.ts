import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FrameSpan } from "../../../src/dsp/silence/frame-span.ts";
import { type SilenceOptions, silenceDetector } from "../../../src/dsp/silence/silence-detector.ts";
import { addInBlocks } from "../../helpers/add-in-blocks.ts";

const FORMAT = { sampleRate: 1000, channels: 2 };

function silencesOf(
  planes: readonly Float32Array[],
  options: Omit<SilenceOptions, "sampleRate" | "channels"> = {},
  lengths = [777],
): FrameSpan[] {
  const detector = silenceDetector({ sampleRate: 1000, channels: planes.length, ...options });
  const spans: FrameSpan[] = [];
  addInBlocks(detector, planes, lengths, () => spans.push(...detector.take()));
  return [...spans, ...detector.end()];
}

/** Sound and silence in turns, of these lengths, beginning with silence. */
function turns(lengths: readonly number[]): Float32Array {
  return Float32Array.from(
    lengths.flatMap((length, i) => Array<number>(length).fill(i % 2 === 0 ? 0.001 : 0.5)),
  );
}

/** The same said frame by frame. */
function runsBelow(planes: readonly Float32Array[], gain: number, least: number, hold: number): FrameSpan[] {
  const isHeard = Array.from(planes[0] ?? [], () => false);
  for (const [frame] of isHeard.entries()) {
    if (!planes.some((plane) => Math.abs(plane[frame] ?? 0) >= gain)) continue;
    isHeard.fill(true, frame, frame + 1 + hold);
  }
  const spans: FrameSpan[] = [];
  for (let from = 0; from < isHeard.length; from++) {
    let to = from;
    while (to < isHeard.length && !isHeard[to]) to++;
    if (to - from >= Math.max(1, least)) spans.push({ from, to });
    from = to;
  }
  return spans;
}

describe("silence", () => {
  test("goes from the frame behind the last loud one to the next loud one", () => {
    expect(silencesOf([turns([600, 10, 500, 7, 499, 3, 2000])], { threshold: -40 })).toEqual([
      { from: 0, to: 600 },
      { from: 610, to: 1110 },
      { from: 1619, to: 3619 },
    ]);
  });

  test("is where all channels are silent", () => {
    expect(silencesOf([turns([1000, 500, 1000]), turns([1200, 500, 800])], { threshold: -40 })).toEqual([
      { from: 0, to: 1000 },
      { from: 1700, to: 2500 },
    ]);
  });

  test("lies below the threshold, not at it", () => {
    const gain = 0.125;
    const threshold = 20 * Math.log10(gain);
    expect(10 ** (threshold / 20)).toBe(gain);
    expect(silencesOf([new Float32Array(1000).fill(-gain)], { threshold })).toEqual([]);
    expect(silencesOf([new Float32Array(1000).fill(gain - 2 ** -26)], { threshold })).toHaveLength(1);
  });

  test("is the same however the blocks are cut, and as a definition frame by frame has it", () => {
    const anyPlane = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom(0, 0.001, -0.009, 0.02, -1)),
      {
        minLength: 1,
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(
        fc.array(anyPlane, { minLength: 1, maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 }),
        fc.nat(50),
        fc.nat(20),
        (runs, lengths, least, hold) => {
          const all = runs.map((plane) =>
            plane.flatMap(([count, value]) => Array<number>(count).fill(value)),
          );
          const frames = Math.min(...all.map((plane) => plane.length));
          const planes = all.map((plane) => Float32Array.from(plane.slice(0, frames)));
          const options = { threshold: -40, minDuration: least / 1000, hold: hold / 1000 };
          expect(silencesOf(planes, options, lengths)).toEqual(runsBelow(planes, 0.01, least, hold));
        },
      ),
    );
  });

  test("is found across the runs that are looked at together, in blocks of any length", () => {
    const planes = [turns([5000, 1, 3000, 2500, 2048])];
    const wanted = [
      { from: 0, to: 5000 },
      { from: 5001, to: 8001 },
      { from: 10501, to: 12549 },
    ];
    for (const length of [1, 1023, 1024, 1025, 20000])
      expect(silencesOf(planes, { threshold: -40 }, [length])).toEqual(wanted);
  });

  test("includes NaN, and infinity ends it", () => {
    const plane = new Float32Array(1000).fill(Number.NaN);
    plane[400] = Number.NEGATIVE_INFINITY;
    const options = { minDuration: 0.1 };
    const wanted = [
      { from: 0, to: 400 },
      { from: 401, to: 1000 },
    ];
    expect(silencesOf([plane], options)).toEqual(wanted);
    // What is loud beside NaN is loud.
    expect(silencesOf([plane, turns([0, 1000])], options)).toEqual([]);
    expect(silencesOf([turns([0, 1000]), plane], options)).toEqual([]);
  });
});

test("what has ended is given once, and as soon as it has", () => {
  const detector = silenceDetector({ ...FORMAT, threshold: -40 });
  const plane = turns([600, 100, 600]);
  detector.add([plane.subarray(0, 600), plane.subarray(0, 600)]);
  expect(detector.take()).toEqual([]);
  detector.add([plane.subarray(600), plane.subarray(600)]);
  expect(detector.take()).toEqual([{ from: 0, to: 600 }]);
  expect(detector.take()).toEqual([]);
  expect(detector.end()).toEqual([{ from: 700, to: 1300 }]);
});

test("a detector is as new after the end and after a reset", () => {
  const detector = silenceDetector({ sampleRate: 1000, channels: 1, threshold: -40 });
  const plane = turns([100, 50, 600, 1]);
  detector.add([plane]);
  const spans = detector.end();
  expect(spans).toEqual([{ from: 150, to: 750 }]);
  detector.add([plane]);
  detector.reset();
  detector.add([plane]);
  expect(detector.end()).toEqual(spans);
  expect(detector.end()).toEqual([]);
});

test("options are held against their ranges, planes against the format", () => {
  expect(() => silenceDetector({ ...FORMAT, threshold: 1 })).toThrow(
    "options.threshold, when provided, must be a number of at most 0, got 1",
  );
  expect(() => silenceDetector({ ...FORMAT, minDuration: Number.NaN })).toThrow(
    "options.minDuration, when provided, must be a number of at least 0, got NaN",
  );
  expect(() => silenceDetector({ ...FORMAT, hold: -1 })).toThrow("options.hold");
  expect(() => silenceDetector({ ...FORMAT, sampleRate: 0 })).toThrow("options.sampleRate");
  expect(() => silenceDetector({ ...FORMAT, channels: 0 })).toThrow("options.channels");
  expect(() => silenceDetector(FORMAT).add([new Float32Array(1)])).toThrow("expected 2 planes of one length");
});
