import type { Scan } from "./scan.ts";

/** What a recording is to be brought to: an integrated loudness in LUFS, or a true peak in dBTP. */
export type NormalizationTarget =
  | { readonly loudness: number; readonly truePeak?: undefined }
  | { readonly truePeak: number; readonly loudness?: undefined };

/**
 * The gain in dB that brings a recording to a target. Silence, and what is too short or too quiet to be measured, is
 * left as it is: 0 dB.
 */
export function normalizationGain(
  target: NormalizationTarget,
  { integrated, truePeak }: Pick<Scan, "integrated" | "truePeak">,
): number {
  const decibels = target.loudness === undefined ? target.truePeak - truePeak : target.loudness - integrated;
  return Number.isFinite(decibels) ? decibels : 0;
}
