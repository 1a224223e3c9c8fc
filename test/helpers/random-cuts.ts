import fc from "fast-check";
import { planesWithin } from "../../src/dsp/planes.ts";
import type { Processor } from "../../src/dsp/processor.ts";

/** Lengths of blocks, small and large, that anything is cut into again and again. */
export const blockLengths: fc.Arbitrary<number[]> = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 3000 })),
  { minLength: 1, maxLength: 12 },
);

/** Processes a copy of planes in blocks of these lengths, over and over, and gives what came out. */
export function processInBlocks(
  processor: Processor,
  planes: readonly Float32Array[],
  lengths: readonly number[],
): Float32Array[] {
  const result = planes.map((plane) => plane.slice());
  const end = result[0]?.length ?? 0;
  for (let at = 0, block = 0; at < end; block++) {
    const next = Math.min(end, at + (lengths[block % lengths.length] ?? end));
    processor.process(planesWithin(result, at, next));
    at = next;
  }
  return result;
}
