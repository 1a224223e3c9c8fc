import { decibelsFromGain } from "../dsp/decibel.ts";

/**
 * What is said of a file whose samples were louder than its format can hold.
 *
 * @param peak the highest amplitude before they were clipped
 * @param advice what to do about it
 */
export function clippingNote(output: string, peak: number, advice: string): string | undefined {
  if (peak <= 1) return undefined;
  const over = Math.max(0.1, decibelsFromGain(peak)).toFixed(1);
  return `warning: ${resultName(output)} clips: it was up to ${over} dB above full scale; ${advice}`;
}

/** What a result is called where its name stands for standard output. */
export function resultName(output: string): string {
  return output === "-" ? "the result" : output;
}
