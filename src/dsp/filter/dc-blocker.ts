import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { AT_REST } from "../at-rest.ts";
import { checkPlanes } from "../planes.ts";
import type { AudioFormat, Processor } from "../processor.ts";

/** What a DC blocker is made for. */
export interface DcBlockerOptions extends AudioFormat {
  /** Hz at which the level is 3 dB down; more than 0 and less than half the sample rate; 5 unless told otherwise. */
  readonly cutoff?: number;
}

/**
 * Takes away what does not swing around zero: a high-pass filter of first order, with a zero at 0 Hz and one pole.
 *
 * `y[n] = g * (x[n] - x[n - 1]) + r * y[n - 1]`, where `k = tan(pi * cutoff / sampleRate)`, `g = 1 / (1 + k)` and `r =
 * (1 - k) / (1 + k)`: the bilinear transform of `s / (s + 1)`. So the gain is 0 at 0 Hz, the square root of a half at
 * the cutoff, to the point, and 1 at half the sample rate. It takes `1 / (2 * pi * cutoff)` seconds (32 ms at 5 Hz) for
 * an offset to fall to a third. (For the transform: A. V. Oppenheim and R. W. Schafer, "Discrete-Time Signal
 * Processing", 3rd edition, 2010, section 7.2.2.)
 *
 * Its latency is 0. Sound ends in digital silence, and a sample that is not finite counts as 0.
 *
 * @throws LongwaveError `options/invalid`
 */
export function dcBlocker({ sampleRate, channels, cutoff = 5 }: DcBlockerOptions): Processor {
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  if (!(cutoff > 0 && cutoff < sampleRate / 2)) {
    throw optionError("options.cutoff", `a number above 0 and below ${sampleRate / 2}`, cutoff);
  }
  const k = Math.tan((Math.PI * cutoff) / sampleRate);
  const g = 1 / (1 + k);
  const r = (1 - k) / (1 + k);
  const inputs = new Float64Array(channels); // the last of each channel
  const outputs = new Float64Array(channels);

  return {
    latency: 0,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let channel = 0; channel < channels; channel++) {
        const plane = planes[channel];
        if (plane === undefined) continue;
        blockPlane(plane, length, g, r, channel, inputs, outputs);
      }
    },
    reset() {
      inputs.fill(0);
      outputs.fill(0);
    },
  };
}

function blockPlane(
  plane: Float32Array,
  length: number,
  g: number,
  r: number,
  channel: number,
  inputs: Float64Array,
  outputs: Float64Array,
): void {
  let input = inputs[channel] ?? 0;
  let output = outputs[channel] ?? 0;
  for (let n = 0; n < length; n++) {
    let sample = plane[n] ?? 0;
    if (sample - sample !== 0) sample = 0;
    output = g * (sample - input) + r * output;
    if (Math.abs(output) < AT_REST) output = 0;
    input = sample;
    plane[n] = output;
  }
  inputs[channel] = input;
  outputs[channel] = output;
}
