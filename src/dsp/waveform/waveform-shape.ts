import { LongwaveError } from "../../stream/error.ts";
import type { WaveformShape } from "./waveform.ts";

const MOST_INT32 = 2 ** 31 - 1;

/** The least and the largest value of each number, as the fields of audiowaveform's header have them. */
const RANGES = [
  ["sampleRate", 1, MOST_INT32],
  ["samplesPerPixel", 2, MOST_INT32],
  ["channels", 1, MOST_INT32],
  ["length", 0, 2 ** 32 - 1],
] as const;

/**
 * Holds a shape against what audiowaveform's formats can express.
 *
 * @throws LongwaveError `dsp/bad-waveform`
 */
export function checkWaveformShape(shape: WaveformShape): void {
  for (const [name, least, most] of RANGES) {
    const actual = shape[name];
    if (Number.isInteger(actual) && actual >= least && actual <= most) continue;
    throw new LongwaveError(
      "dsp/bad-waveform",
      `the waveform's ${name} is ${String(actual)}, expected an integer from ${least} to ${most}`,
      { actual },
    );
  }
  if (shape.bits === 8 || shape.bits === 16) return;
  throw new LongwaveError(
    "dsp/bad-waveform",
    `the waveform's bits are ${String(shape.bits)}, expected 8 or 16`,
    { actual: shape.bits },
  );
}
