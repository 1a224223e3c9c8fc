import fc from "fast-check";
import type { Processor } from "../../src/dsp/processor.ts";

/** Lengths of blocks, empty ones among them. */
export const anyCuts: fc.Arbitrary<number[]> = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 12 });

/** What a processor makes of planes that it is given in blocks of these lengths, and the rest as one. */
export function processedInBlocks(
  processor: Processor,
  planes: readonly Float32Array[],
  cuts: readonly number[] = [],
): Float32Array[] {
  const copies = planes.map((plane) => plane.slice());
  const frames = planes[0]?.length ?? 0;
  let at = 0;
  for (const cut of [...cuts, frames]) {
    const end = Math.min(frames, at + cut);
    processor.process(copies.map((plane) => plane.subarray(at, end)));
    at = end;
  }
  return copies;
}

/** Whether planes are the same to the bit: NaN is NaN, and minus zero is not zero. */
export function samePlanes(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return (
    a.length === b.length &&
    a.every((plane, channel) => {
      const other = b[channel];
      return other?.length === plane.length && plane.every((sample, n) => Object.is(sample, other[n]));
    })
  );
}
