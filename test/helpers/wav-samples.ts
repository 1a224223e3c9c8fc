import fc from "fast-check";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import type { SampleFormat } from "../../src/wav/format.ts";

/** Every format that is written. */
export const FORMATS: readonly SampleFormat[] = [
  { encoding: "pcm", bitsPerSample: 8 },
  { encoding: "pcm", bitsPerSample: 16 },
  { encoding: "pcm", bitsPerSample: 24 },
  { encoding: "pcm", bitsPerSample: 32 },
  { encoding: "float", bitsPerSample: 32 },
  { encoding: "float", bitsPerSample: 64 },
];

export const anyFormat: fc.Arbitrary<SampleFormat> = fc.constantFrom(...FORMATS);

/** `"pcm 16"`. */
export function nameOf({ encoding, bitsPerSample }: SampleFormat): string {
  return `${encoding} ${bitsPerSample}`;
}

/** A sample that every format holds exactly: a multiple of 1/128 that differs by channel and frame. */
export function sampleAt(frame: number, channel: number): number {
  return (((frame * 37 + channel * 101 + 64) % 256) - 128) / 128;
}

/** Planes of such samples. */
export function samplePlanes(channels: number, frames: number, start = 0): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: frames }, (_, frame) => sampleAt(start + frame, channel)),
  );
}

/** Such frames as one run of numbers, a frame's channels side by side. */
export function interleaved(channels: number, frames: number, start = 0): number[] {
  return Array.from({ length: channels * frames }, (_, index) =>
    sampleAt(start + Math.floor(index / channels), index % channels),
  );
}

/** An audio source of such samples. */
export function sampleSource(channels: number, frames: number, sampleRate = 8000): AudioSource {
  return {
    channels,
    frames,
    sampleRate,
    async read(start, planes) {
      const count = Math.max(0, Math.min(planes[0]?.length ?? 0, frames - start));
      samplePlanes(channels, count, start).forEach((plane, channel) => {
        planes[channel]?.set(plane);
      });
      return count;
    },
  };
}

/** Frames of an audio source; fails where they are not all there. */
export async function readPlanes(
  audio: AudioSource,
  start = 0,
  frames: number = audio.frames - start,
): Promise<Float32Array[]> {
  const planes = Array.from({ length: audio.channels }, () => new Float32Array(frames));
  const got = await audio.read(start, planes);
  if (got !== frames) throw new Error(`read ${got} of ${frames} frames`);
  return planes;
}
