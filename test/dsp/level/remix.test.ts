import fc from "fast-check";
import { expect, test } from "vitest";
import { remixPlanes } from "../../../src/dsp/level/remix.ts";
import { newPlanes } from "../../../src/dsp/planes.ts";
import { whiteNoise } from "../../helpers/noise.ts";

test("planes are multiplied by any matrix", () => {
  const gain = fc.constantFrom<number>(0, 1, 0.5, -0.3);
  const anyMatrix = fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 16 }))
    .chain(([rows, columns]) =>
      fc.array(fc.array(gain, { minLength: columns, maxLength: columns }), {
        minLength: rows,
        maxLength: rows,
      }),
    );
  fc.assert(
    fc.property(anyMatrix, (matrix) => {
      const input = matrix[0]!.map((_, channel) => whiteNoise(5, channel + 1));
      const output = newPlanes(matrix.length, 5).map((plane) => plane.fill(9));
      remixPlanes(matrix, input, output);
      matrix.forEach((row, channel) => {
        for (let n = 0; n < 5; n++) {
          const sum = row.reduce((sum, gain, column) => sum + gain * input[column]![n]!, 0);
          expect(output[channel]![n]).toBeCloseTo(sum, 5);
        }
      });
    }),
  );
});

test("a channel that is left out does no harm, whatever is in it", () => {
  const input = [Float32Array.of(Number.NaN), Float32Array.of(Infinity), Float32Array.of(0.5)];
  const output = newPlanes(3, 1);
  remixPlanes(
    [
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0.5],
    ],
    [...input],
    output,
  );
  expect(output.map(([sample]) => sample)).toEqual([0.5, 0, 0.25]);
});

test("a copy is a copy to the bit", () => {
  const output = newPlanes(1, 2);
  remixPlanes([[0, 1]], [new Float32Array(2), Float32Array.of(-0, 1e-45)], output);
  expect([...output[0]!]).toEqual([-0, Math.fround(1e-45)]);
});

test("planes that do not fit the matrix are refused", () => {
  expect(() => remixPlanes([[1, 0]], newPlanes(1, 3), newPlanes(1, 3))).toThrow(
    "expected 2 planes of one length, got 1",
  );
  expect(() => remixPlanes([[1, 0]], newPlanes(2, 3), newPlanes(1, 2))).toThrow(
    "expected 1 planes of length 3, got 1 with lengths 2",
  );
});
