import { frameAt } from "../audio/time.ts";
import { LongwaveError } from "../stream/error.ts";
import type { Wav } from "../wav/wav.ts";
import { durationText } from "./quantity.ts";

/**
 * The frames of a recording from one time up to another, in seconds.
 *
 * @param what is made of them, for the message
 * @throws LongwaveError `cut/past-end`, `cut/empty`
 */
export function framesWithin(
  wav: Wav,
  from: number,
  to: number,
  what: string,
): [fromFrame: number, toFrame: number] {
  const fromFrame = frameAt(from, wav.sampleRate);
  if (fromFrame >= wav.frames) {
    throw new LongwaveError(
      "cut/past-end",
      `the ${what} would begin at ${durationText(from)}; the recording ends at ${durationText(wav.duration)}`,
      { actual: from, expected: wav.duration },
    );
  }
  const toFrame = Math.min(wav.frames, frameAt(to, wav.sampleRate));
  if (toFrame === fromFrame) {
    throw new LongwaveError(
      "cut/empty",
      `from ${from} s to ${to} s there is no frame: one lasts ${1 / wav.sampleRate} s`,
      { actual: to - from, expected: 1 / wav.sampleRate },
    );
  }
  return [fromFrame, toFrame];
}
