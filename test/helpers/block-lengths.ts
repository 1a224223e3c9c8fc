import fc from "fast-check";
import { planesWithin } from "../../src/dsp/planes.ts";

/** Lengths of blocks, none, small and large, that anything is cut into again and again. */
export const blockLengths: fc.Arbitrary<number[]> = fc.array(
  fc.oneof(fc.nat(20), fc.integer({ min: 1, max: 700 }), fc.integer({ min: 1, max: 9000 })),
  { minLength: 1, maxLength: 12 },
);

/** Views of planes in blocks of these lengths, over and over; as one block where all of them are 0. */
export function* inBlocks(
  planes: readonly Float32Array[],
  lengths: readonly number[],
): Generator<Float32Array[], void> {
  const frames = planes[0]?.length ?? 0;
  const steps = lengths.some((length) => length > 0) ? lengths : [frames];
  for (let from = 0, block = 0; from < frames; block++) {
    const to = Math.min(frames, from + (steps[block % steps.length] ?? frames));
    yield planesWithin(planes, from, to);
    from = to;
  }
}
