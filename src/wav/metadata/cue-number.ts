import type { SubChunk } from "./list.ts";
import { viewOf } from "./number-field.ts";

/**
 * Gives a number from 1 up with each call that no cue point has, the lowest first. A number that a text without a point
 * refers to is not given either: the new point would get that text.
 *
 * @param points those that there are
 * @param texts chunks of `adtl` lists, each with the number of its point in its first four bytes
 */
export function freeCueNumbers(
  points: ReadonlyArray<{ readonly id: number }>,
  texts: ReadonlyArray<Pick<SubChunk, "body">>,
  littleEndian: boolean,
): () => number {
  const taken = new Set(points.map(({ id }) => id));
  for (const { body } of texts) {
    if (body.length >= 4) taken.add(viewOf(body).getUint32(0, littleEndian));
  }
  let number = 0;
  return () => {
    do number++;
    while (taken.has(number));
    return number;
  };
}
