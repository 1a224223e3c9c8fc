import { planesWithin } from "../dsp/planes.ts";
import type { AudioSource } from "./audio-source.ts";
import { frameRange } from "./frame-range.ts";
import { framesToRead } from "./frames-to-read.ts";

/**
 * The frames from `from` up to `to` of a source, as a source of their own.
 *
 * @param to the source's end unless told otherwise
 * @throws LongwaveError `audio/bad-range` unless `0 <= from <= to <= source.frames`, both integers
 */
export function clip(source: AudioSource, from: number, to: number = source.frames): AudioSource {
  const { sampleRate, channels } = source;
  frameRange({ from, to }, source.frames);
  const frames = to - from;
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      if (count === 0) return 0;
      return source.read(from + start, planesWithin(planes, 0, count), signal);
    },
  };
}
