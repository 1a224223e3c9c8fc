import { type ResamplerOptions, resampler } from "../../src/dsp/resample/resampler.ts";
import { inBlocks } from "./block-lengths.ts";

/** One channel at another sample rate, pushed in blocks of these lengths, over and over. */
export function resampled(
  input: Float32Array,
  options: Omit<ResamplerOptions, "channels">,
  lengths: readonly number[] = [4096],
): Float32Array {
  const machine = resampler({ ...options, channels: 1 });
  const parts: Float32Array[] = [];
  const take = ([plane]: readonly Float32Array[]) => void parts.push(plane!.slice());
  for (const block of inBlocks([input], lengths)) machine.push(block, take);
  machine.end(take);
  const output = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    output.set(part, at);
    return at + part.length;
  }, 0);
  return output;
}
