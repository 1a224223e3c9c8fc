import { LongwaveError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";
import { framesToRead } from "./frames-to-read.ts";

/**
 * The frames from `from` up to `to` of a source, as a source of their own.
 *
 * @throws LongwaveError `audio/bad-range` unless both are frame numbers within the source and `from` is not behind `to`
 */
export function clip(source: AudioSource, from: number, to: number = source.frames): AudioSource {
  const { sampleRate, channels } = source;
  if (
    !(
      Number.isSafeInteger(from) &&
      Number.isSafeInteger(to) &&
      0 <= from &&
      from <= to &&
      to <= source.frames
    )
  ) {
    throw new LongwaveError(
      "audio/bad-range",
      `expected a range of frames within 0 to ${source.frames}, got ${from} to ${to}`,
      { actual: [from, to], expected: [0, source.frames] },
    );
  }
  const frames = to - from;
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      if (count === 0) return 0;
      return source.read(
        from + start,
        planes.map((plane) => plane.subarray(0, count)),
        signal,
      );
    },
  };
}
