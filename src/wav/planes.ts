import { LongwaveError } from "../stream/error.ts";

/**
 * The length that all planes have.
 *
 * @throws LongwaveError `audio/bad-planes` unless there is one plane per channel and all are of one length
 */
export function checkPlanes(planes: readonly Float32Array[], channels: number): number {
  const length = planes[0]?.length ?? 0;
  if (planes.length === channels && planes.every((plane) => plane.length === length)) return length;
  const lengths = planes.map((plane) => plane.length).join(", ");
  throw new LongwaveError(
    "audio/bad-planes",
    `expected ${channels} planes of one length, got ${planes.length} with lengths ${lengths || "none"}`,
    { actual: planes.length, expected: channels },
  );
}
