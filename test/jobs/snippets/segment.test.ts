import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { placeSegment, type Segment } from "../../../src/jobs/snippets/segment.ts";
import { errorOf } from "./segment-list-error.ts";

/** Ten seconds. */
const recording = { frames: 10_000, sampleRate: 1000 };
const frames = (segment: unknown) => {
  const { fromFrame, toFrame } = placeSegment(segment as Segment, 0, recording);
  return [fromFrame, toFrame];
};

describe("placeSegment", () => {
  it.each([
    ["lies where its times say", { start: 1, end: 2.5 }, [1000, 2500]],
    ["takes the nearest frames", { start: 1.0004, end: 2.0006 }, [1000, 2001]],
    ["with a negative start starts at 0", { start: -3, end: 2 }, [0, 2000]],
    ["that ends before it starts is 10 ms long", { start: 5, end: 3 }, [5000, 5010]],
    ["that ends where it starts is 10 ms long", { start: 5, end: 5 }, [5000, 5010]],
    ["shorter than 10 ms is 10 ms long", { start: 5, end: 5.004 }, [5000, 5010]],
    ["of 11 ms stays as it is", { start: 5, end: 5.011 }, [5000, 5011]],
    ["that ends past the recording ends with it", { start: 9, end: 12 }, [9000, 10_000]],
    ["past the recording is its last 10 ms", { start: 20, end: 30 }, [9990, 10_000]],
    ["that starts in the last 10 ms is them all", { start: 9.995, end: 10 }, [9990, 10_000]],
    ["before the recording is its first 10 ms", { start: -8, end: -5 }, [0, 10]],
    ["from minus to plus infinity is the recording", { start: -Infinity, end: Infinity }, [0, 10_000]],
    ["from plus infinity is the last 10 ms", { start: Infinity, end: Infinity }, [9990, 10_000]],
    ["to minus infinity is 10 ms long", { start: 4, end: -Infinity }, [4000, 4010]],
    ["may call its times start_time and end_time", { start_time: 1, end_time: 2 }, [1000, 2000]],
    ["may mix the names", { start: 1, end_time: 2 }, [1000, 2000]],
    [
      "goes by start and end where both names are",
      { start: 1, end: 2, start_time: 3, end_time: 4 },
      [1000, 2000],
    ],
    ["with null for a time goes by the other name", { start: null, start_time: 1, end: 2 }, [1000, 2000]],
  ])("a segment %s", (_, segment, expected) => {
    expect(frames(segment)).toEqual(expected);
  });

  it("a recording shorter than 10 ms gives all that it has", () => {
    const { fromFrame, toFrame } = placeSegment({ start: 1, end: 2 }, 0, { frames: 7, sampleRate: 1000 });
    expect([fromFrame, toFrame]).toEqual([0, 7]);
  });

  it("an empty recording gives no frames", () => {
    const { fromFrame, toFrame } = placeSegment({ start: 1, end: 2 }, 0, { frames: 0, sampleRate: 1000 });
    expect([fromFrame, toFrame]).toEqual([0, 0]);
  });

  it("10 ms are never rounded down: at 11025 Hz they are 111 frames", () => {
    const { fromFrame, toFrame } = placeSegment({ start: 0, end: 0 }, 0, {
      frames: 11025,
      sampleRate: 11025,
    });
    expect(toFrame - fromFrame).toBe(111);
  });

  it.each([
    [{ start: Number.NaN, end: 1 }, "start", "NaN"],
    [{ start: 0, end: Number.NaN }, "end", "NaN"],
    [{ start: "1", end: 2 }, "start", '"1"'],
    [{ start: 1, end: "2.5 s" }, "end", '"2.5 s"'],
    [{ end: 2 }, "start", "undefined"],
    [{ start: 1 }, "end", "undefined"],
    [{ start: 1, end: null }, "end", "null"],
    [{ start: true, end: 2 }, "start", "true"],
    [{ start: [1], end: 2 }, "start", "an object"],
    [{ start: 1, end: Object.create(null) }, "end", "an object"],
    [null, "start", "undefined"],
    ["0-1", "start", "undefined"],
  ])("%j is an error that names the index and the time", (segment, name, shown) => {
    const error = errorOf(() => placeSegment(segment as Segment, 41, recording));
    expect(error.code).toBe("snippets/bad-segment");
    expect(error.message).toBe(
      `segment at index 41: expected ${name} to be a number of seconds, got ${shown}`,
    );
    expect(error.details).toMatchObject({ index: 41, expected: "a number of seconds" });
  });

  it("a segment without words has the speaker UNKNOWN and empty texts", () => {
    const words = { speaker: "UNKNOWN", text: "", classification: "" };
    expect(placeSegment({ start: 0, end: 1 }, 0, recording)).toMatchObject(words);
    const nothing = { start: 0, end: 1, speaker: null, text: null, classification: null };
    expect(placeSegment(nothing, 0, recording)).toMatchObject(words);
    expect(placeSegment({ start: 0, end: 1, speaker: "" }, 0, recording)).toMatchObject(words);
  });

  it("words that are numbers become text, objects are left out", () => {
    const segment = { start: 0, end: 1, speaker: 7, text: { toString: 1 }, classification: ["a"] };
    expect(placeSegment(segment as unknown as Segment, 0, recording)).toMatchObject({
      speaker: "7",
      text: "",
      classification: "",
    });
  });

  it("any two numbers lie within the recording, 10 ms apart or more", () => {
    const number = fc.oneof(fc.double({ noNaN: true }), fc.double({ min: -5, max: 50, noNaN: true }));
    const property = fc.property(
      number,
      number,
      fc.integer({ min: 0, max: 500_000 }),
      fc.constantFrom(1, 50, 99, 100, 8000, 11_025, 22_050, 44_100, 48_000, 192_000),
      (start, end, frames, sampleRate) => {
        const { fromFrame, toFrame } = placeSegment({ start, end }, 0, { frames, sampleRate });
        expect(Number.isSafeInteger(fromFrame) && Number.isSafeInteger(toFrame)).toBe(true);
        expect(fromFrame).toBeGreaterThanOrEqual(0);
        expect(toFrame).toBeLessThanOrEqual(frames);
        if (toFrame - fromFrame < frames)
          expect((toFrame - fromFrame) / sampleRate).toBeGreaterThanOrEqual(0.01);
      },
    );
    fc.assert(property, { numRuns: 2000 });
  });
});
