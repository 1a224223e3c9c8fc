import { LongwaveError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";

/**
 * Fills `planes` completely.
 *
 * @throws LongwaveError `audio/unexpected-end` when the source ends before they are full, and what the source throws
 */
export async function readFully(
  source: AudioSource,
  start: number,
  planes: Float32Array[],
  signal?: AbortSignal,
): Promise<void> {
  const expected = planes[0]?.length ?? 0;
  const actual = await source.read(start, planes, signal);
  if (actual >= expected) return;
  throw new LongwaveError(
    "audio/unexpected-end",
    `the audio ended early: wanted ${expected} frames at frame ${start}, got ${actual} (its length is ${source.frames})`,
    { start, actual, expected },
  );
}
