import { checkPlanes } from "../dsp/planes.ts";
import { available } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";

/**
 * How many frames there are for `planes` from `start` on.
 *
 * @throws LongwaveError `audio/bad-planes`, `audio/bad-start`
 */
export function framesToRead(
  { channels, frames }: Pick<AudioSource, "channels" | "frames">,
  start: number,
  planes: readonly Float32Array[],
): number {
  const length = checkPlanes(planes, channels);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new LongwaveError("audio/bad-start", `expected a frame number of 0 or more, got ${start}`, {
      actual: start,
    });
  }
  return available(frames, start, length);
}
