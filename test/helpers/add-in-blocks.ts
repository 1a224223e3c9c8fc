import type { Meter } from "../../src/dsp/meter.ts";
import { planesWithin } from "../../src/dsp/planes.ts";

/** Gives a meter the planes in blocks of these lengths, in turns, until they are at an end. */
export function addInBlocks(
  meter: Meter,
  planes: readonly Float32Array[],
  lengths: readonly number[],
  afterEach?: () => void,
): void {
  const frames = planes[0]?.length ?? 0;
  for (let from = 0, block = 0; from < frames; block += 1) {
    const to = Math.min(frames, from + (lengths[block % lengths.length] ?? frames));
    meter.add(planesWithin(planes, from, to));
    from = to;
    afterEach?.();
  }
}
