import { LongwaveError } from "../stream/error.ts";

/**
 * The length that all planes have.
 *
 * @throws LongwaveError `audio/bad-planes` unless there is one plane per channel and all are of one length
 */
export function checkPlanes(planes: readonly Float32Array[], channels: number): number {
  const length = planes[0]?.length ?? 0;
  if (!haveLength(planes, channels, length)) throw badPlanes(planes, channels);
  return length;
}

/**
 * Holds planes against the number and the length that others have.
 *
 * @throws LongwaveError `audio/bad-planes` unless there is one plane per channel and all are of that length
 */
export function checkPlaneLength(planes: readonly Float32Array[], channels: number, frames: number): void {
  if (!haveLength(planes, channels, frames)) throw badPlanes(planes, channels, frames);
}

/** A loop, for `every` would make a closure for each block. */
function haveLength(planes: readonly Float32Array[], channels: number, length: number): boolean {
  if (planes.length !== channels) return false;
  for (let channel = 0; channel < channels; channel++) {
    if (planes[channel]?.length !== length) return false;
  }
  return true;
}

function badPlanes(planes: readonly Float32Array[], channels: number, frames?: number): LongwaveError {
  const lengths = planes.map((plane) => plane.length).join(", ");
  const wanted = frames === undefined ? "one length" : `length ${frames}`;
  return new LongwaveError(
    "audio/bad-planes",
    `expected ${channels} planes of ${wanted}, got ${planes.length} with lengths ${lengths || "none"}`,
    { actual: planes.length, expected: channels, ...(frames !== undefined && { frames }) },
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
