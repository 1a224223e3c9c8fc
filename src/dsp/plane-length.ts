import { LongwaveError } from "../stream/error.ts";

/**
 * Holds planes against the number and the length that others have.
 *
 * @throws LongwaveError `audio/bad-planes` unless there is one plane per channel and all are of that length
 */
export function checkPlaneLength(planes: readonly Float32Array[], channels: number, frames: number): void {
  let fits = planes.length === channels;
  for (let channel = 0; fits && channel < channels; channel++) fits = planes[channel]?.length === frames;
  if (fits) return;
  const lengths = planes.map((plane) => plane.length).join(", ");
  throw new LongwaveError(
    "audio/bad-planes",
    `expected ${channels} planes of length ${frames}, got ${planes.length} with lengths ${lengths || "none"}`,
    { actual: planes.length, expected: channels, frames },
  );
}
