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

/** Planes of silence, one per channel. */
export function newPlanes(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

/** Views of the frames from `from` up to `to` of each plane, which share the planes' memory. */
export function planesWithin(planes: readonly Float32Array[], from: number, to: number): Float32Array[] {
  return planes.map((plane) => plane.subarray(from, to));
}
