import { newPlanes } from "../dsp/planes.ts";
import { type Spare, spare } from "../stream/spare.ts";

/** Keeps one set of planes for those who need some for a while. */
export function sparePlanes(channels: number): Spare<Float32Array[]> {
  return spare(
    (frames) => newPlanes(channels, frames),
    ([plane]) => plane?.length ?? 0,
  );
}
