import * as fc from "fast-check";
import type { Meter } from "../../src/dsp/meter.ts";

/** Lengths of blocks, some of them nothing, that something is cut into. */
export const cuts: fc.Arbitrary<number[]> = fc.array(fc.oneof(fc.nat(10), fc.nat(9000)), {
  minLength: 1,
  maxLength: 12,
});

/** Gives a meter planes in blocks of these lengths, over and over, until there are no more. */
export function addInCuts(meter: Meter, planes: readonly Float32Array[], lengths: readonly number[]): void {
  const frames = planes[0]!.length;
  const steps = lengths.some((length) => length > 0) ? lengths : [frames];
  for (let from = 0, cut = 0; from < frames; cut++) {
    const to = Math.min(frames, from + steps[cut % steps.length]!);
    meter.add(planes.map((plane) => plane.subarray(from, to)));
    from = to;
  }
}
