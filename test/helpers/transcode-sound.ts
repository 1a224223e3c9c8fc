import type { AudioSource } from "../../src/audio/audio-source.ts";
import { framesToRead } from "../../src/audio/frames-to-read.ts";

/**
 * A sound that is the same on every machine, because it is made of integers alone: a saw whose pitch climbs once in two seconds, and
 * some noise, on the first channel; noise with a saw that falls on the others.
 */
export function steadySound(seconds: number, sampleRate: number, channels: number): AudioSource {
  const frames = seconds * sampleRate;
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes) {
      const count = framesToRead({ channels, frames }, start, planes);
      for (const [channel, plane] of planes.entries()) {
        for (let n = 0; n < count; n++) plane[n] = sampleAt(start + n, channel, sampleRate);
      }
      return count;
    },
  };
}

function sampleAt(frame: number, channel: number, sampleRate: number): number {
  const second = Math.floor(frame / sampleRate);
  const step = channel === 0 ? 100 + 40 * (second % 2) : 900 - 7 * (second % 60);
  const saw = ((frame * step) % 32_768) - 16_384;
  const noise = ((frame * 48_271 + channel * 911) % 65_537) - 32_768;
  return Math.floor((saw * 3 + noise) / 8) / 32_768;
}
