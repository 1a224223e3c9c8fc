import { LongwaveError } from "../stream/error.ts";

/** A part of a recording, in frames; all of it unless told otherwise. */
export interface FrameRangeOptions {
  /** The first frame; 0 unless told otherwise. */
  readonly from?: number;
  /** The frame after the last; the end of the audio unless told otherwise. */
  readonly to?: number;
}

/**
 * Both ends of a span.
 *
 * @throws LongwaveError `audio/bad-range` unless `0 <= from <= to <= frames`, both integers
 */
export function frameRange(
  { from = 0, to }: FrameRangeOptions,
  frames: number,
): { readonly from: number; readonly to: number } {
  const end = to ?? frames;
  const valid = Number.isSafeInteger(from) && Number.isSafeInteger(end);
  if (valid && from >= 0 && from <= end && end <= frames) return { from, to: end };
  throw new LongwaveError(
    "audio/bad-range",
    `expected frames with 0 <= from <= to <= ${frames}, got from ${from} to ${end}`,
    { from, to: end, frames },
  );
}
