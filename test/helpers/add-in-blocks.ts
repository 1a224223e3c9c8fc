import type { Meter } from "../../src/dsp/meter.ts";
import { inBlocks } from "./block-lengths.ts";

/** Gives a meter planes in blocks of these lengths, over and over. */
export function addInBlocks(
  meter: Meter,
  planes: readonly Float32Array[],
  lengths: readonly number[],
  afterEach?: () => void,
): void {
  for (const block of inBlocks(planes, lengths)) {
    meter.add(block);
    afterEach?.();
  }
}
