import type { AudioSource } from "../../src/audio/audio-source.ts";
import { framesToRead } from "../../src/audio/frames-to-read.ts";
import { newPlanes } from "../../src/dsp/planes.ts";

/** A source whose every sample is `sampleAt(frame, channel)`, and which counts what is read of it. */
export interface WatchedSource extends AudioSource {
  /** The windows that were read, in order. */
  readonly reads: { readonly start: number; readonly length: number }[];
}

export function sourceOf(
  { sampleRate = 1000, channels = 1, frames = 1000 }: Partial<Omit<AudioSource, "read">>,
  sampleAt: (frame: number, channel: number) => number,
): WatchedSource {
  const reads: { start: number; length: number }[] = [];
  return {
    sampleRate,
    channels,
    frames,
    reads,
    async read(start, planes, signal) {
      signal?.throwIfAborted();
      const count = framesToRead({ channels, frames }, start, planes);
      reads.push({ start, length: count });
      planes.forEach((plane, channel) => {
        for (let n = 0; n < count; n++) plane[n] = sampleAt(start + n, channel);
      });
      return count;
    },
  };
}

/** All frames, or those of a window. */
export async function framesOf(
  source: AudioSource,
  from = 0,
  to: number = source.frames,
): Promise<Float32Array[]> {
  const planes = newPlanes(source.channels, to - from);
  const count = await source.read(from, planes);
  return planes.map((plane) => plane.subarray(0, count));
}
