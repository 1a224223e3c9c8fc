import { type ResamplerOptions, resampler } from "../../src/dsp/resampler.ts";

/** One channel at another sample rate, pushed in blocks of so many frames, one after the other, over and over. */
export function resampled(
  input: Float32Array,
  options: Omit<ResamplerOptions, "channels">,
  cuts: readonly number[] = [4096],
): Float32Array {
  const machine = resampler({ ...options, channels: 1 });
  const parts: Float32Array[] = [];
  const take = ([plane]: readonly Float32Array[]) => void parts.push((plane as Float32Array).slice());
  for (let at = 0, turn = 0; at < input.length; turn += 1) {
    const end = Math.min(at + (cuts[turn % cuts.length] as number), input.length);
    machine.push([input.subarray(at, end)], take);
    at = end;
  }
  machine.end(take);
  const output = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  parts.reduce((at, part) => {
    output.set(part, at);
    return at + part.length;
  }, 0);
  return output;
}

/** A sine of full scale. */
export function sine(frequency: number, sampleRate: number, frames: number, first = 0): Float32Array {
  // The period is taken off before the sine is, so that it is exact far from the beginning.
  return Float32Array.from({ length: frames }, (_, n) =>
    Math.sin((2 * Math.PI * ((frequency * (first + n)) % sampleRate)) / sampleRate),
  );
}

/** The largest distance between two sounds, from `from` up to `to`, in decibels beside full scale. */
export function distance(a: Float32Array, b: Float32Array, from = 0, to: number = a.length): number {
  let most = 0;
  for (let n = from; n < to; n += 1) most = Math.max(most, Math.abs((a[n] as number) - (b[n] as number)));
  return 20 * Math.log10(most);
}
