import { LongwaveError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";

/**
 * Fills `planes` completely.
 *
 * @throws LongwaveError `audio/unexpected-end` when the audio gives fewer frames than that
 */
export async function readFrames(
  audio: AudioSource,
  start: number,
  planes: Float32Array[],
  signal?: AbortSignal,
): Promise<void> {
  const expected = planes[0]?.length ?? 0;
  const actual = await audio.read(start, planes, signal);
  if (actual < expected) {
    throw new LongwaveError(
      "audio/unexpected-end",
      `the audio ended early: wanted ${expected} frames at frame ${start}, got ${actual} (its length is ${audio.frames})`,
      { start, actual, expected },
    );
  }
}
