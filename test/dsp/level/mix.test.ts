import { expect, test } from "vitest";
import { mixInto } from "../../../src/dsp/level/mix.ts";
import { newPlanes } from "../../../src/dsp/planes.ts";

test("planes are added to planes, with a gain and beyond full scale", () => {
  const into = [Float32Array.of(0.5, -0.5), Float32Array.of(1, 0)];
  mixInto(into, [Float32Array.of(0.25, 1), Float32Array.of(1, -1)]);
  expect(into.map((plane) => [...plane])).toEqual([
    [0.75, 0.5],
    [2, -1],
  ]);
  mixInto(into, [Float32Array.of(1, 1), Float32Array.of(0, 4)], -0.5);
  expect(into.map((plane) => [...plane])).toEqual([
    [0.25, 0],
    [2, -3],
  ]);
});

test("a sound taken away from itself is silence", () => {
  const planes = [Float32Array.of(0.1, 1e-30, -0.7)];
  mixInto(
    planes,
    planes.map((plane) => plane.slice()),
    -1,
  );
  expect([...planes[0]!]).toEqual([0, 0, 0]);
});

test("a gain of 0 adds nothing, not even NaN", () => {
  const into = [Float32Array.of(1)];
  mixInto(into, [Float32Array.of(Number.NaN)], 0);
  expect([...into[0]!]).toEqual([1]);
});

test("planes that do not fit are refused", () => {
  expect(() => mixInto(newPlanes(2, 4), newPlanes(1, 4))).toThrow(
    "expected 2 planes of length 4, got 1 with lengths 4",
  );
  expect(() => mixInto(newPlanes(2, 4), newPlanes(2, 3))).toThrow(
    "expected 2 planes of length 4, got 2 with lengths 3, 3",
  );
});
