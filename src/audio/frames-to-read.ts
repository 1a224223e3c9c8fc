import { checkPlanes } from "../dsp/planes.ts";
import { LongwaveError } from "../stream/error.ts";

/**
 * How many frames there are for `planes` from `start` on, in audio of so many frames and channels.
 *
 * @throws LongwaveError `audio/bad-planes`, `audio/bad-start`, as `AudioSource` says
 */
export function framesToRead(
  { frames, channels }: { readonly frames: number; readonly channels: number },
  start: number,
  planes: readonly Float32Array[],
): number {
  const length = checkPlanes(planes, channels);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new LongwaveError("audio/bad-start", `expected a frame number of 0 or more, got ${start}`, {
      actual: start,
    });
  }
  return Math.max(0, Math.min(length, frames - start));
}
