import { checkPlaneLength, checkPlanes } from "../planes.ts";
import type { ChannelMatrix } from "./channel-matrix.ts";

/**
 * Multiplies planes by a matrix: each plane of `output` is the sum of those of `input` with the gains of its row. A
 * gain of 0 leaves a channel out, whatever is in it, and a row of a single 1 is a copy. Channels are added three at a
 * time, in double precision, and in their order.
 *
 * @param input a plane for each column of the matrix
 * @param output a plane for each row, of the same length, in memory of its own
 * @throws LongwaveError `audio/bad-planes`
 */
export function remixPlanes(
  matrix: ChannelMatrix,
  input: readonly Float32Array[],
  output: readonly Float32Array[],
): void {
  const channels = matrix[0]?.length ?? 0;
  const frames = checkPlanes(input, channels);
  checkPlaneLength(output, matrix.length, frames);
  for (let channel = 0; channel < matrix.length; channel++) {
    const row = matrix[channel];
    const into = output[channel];
    if (row === undefined || into === undefined) continue;
    const only = onlyTerm(row);
    const copied = row[only] === 1 ? input[only] : undefined;
    if (copied !== undefined) into.set(copied);
    else addRow(row, input, into.fill(0));
  }
}

function addRow(row: readonly number[], input: readonly Float32Array[], into: Float32Array): void {
  for (let column = nextTerm(row, 0); column < row.length; ) {
    const second = nextTerm(row, column + 1);
    const third = nextTerm(row, second + 1);
    const x = input[column];
    const y = input[second];
    const z = input[third];
    const a = row[column] ?? 0;
    const b = row[second] ?? 0;
    const c = row[third] ?? 0;
    if (x === undefined) return;
    if (y === undefined) addOne(into, a, x);
    else if (z === undefined) addTwo(into, a, x, b, y);
    else addThree(into, a, x, b, y, c, z);
    column = nextTerm(row, third + 1);
  }
}

function addOne(into: Float32Array, a: number, x: Float32Array): void {
  for (let n = 0; n < into.length; n++) into[n] = (into[n] ?? 0) + a * (x[n] ?? 0);
}

function addTwo(into: Float32Array, a: number, x: Float32Array, b: number, y: Float32Array): void {
  for (let n = 0; n < into.length; n++) into[n] = (into[n] ?? 0) + a * (x[n] ?? 0) + b * (y[n] ?? 0);
}

function addThree(
  into: Float32Array,
  a: number,
  x: Float32Array,
  b: number,
  y: Float32Array,
  c: number,
  z: Float32Array,
): void {
  for (let n = 0; n < into.length; n++) {
    into[n] = (into[n] ?? 0) + a * (x[n] ?? 0) + b * (y[n] ?? 0) + c * (z[n] ?? 0);
  }
}

/** The first column from `from` on that has a gain; the length of the row, or more, where there is none. */
function nextTerm(row: readonly number[], from: number): number {
  let column = from;
  while (column < row.length && row[column] === 0) column++;
  return column;
}

/** The column of the only gain of a row; -1 unless there is exactly one. */
function onlyTerm(row: readonly number[]): number {
  const column = nextTerm(row, 0);
  return column < row.length && nextTerm(row, column + 1) >= row.length ? column : -1;
}
