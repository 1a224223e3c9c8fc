import type { Processor } from "../../src/dsp/processor.ts";
import { inBlocks } from "./block-lengths.ts";

/** What a processor makes of planes, which stay as they are, in blocks of these lengths, over and over. */
export function processed(
  processor: Processor,
  planes: readonly Float32Array[],
  lengths: readonly number[] = [4096],
): Float32Array[] {
  const result = planes.map((plane) => plane.slice());
  for (const block of inBlocks(result, lengths)) processor.process(block);
  return result;
}
