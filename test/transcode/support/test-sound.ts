import type { AudioSource } from "../../../src/audio/audio-source.ts";
import { sourceOf } from "../../helpers/audio-sources.ts";
import { noiseAt } from "../../helpers/noise.ts";

/** Hz of each channel's tone at the beginning. */
const TONES = [440, 700];

/**
 * A rising tone and some noise, other ones in each channel, that do not repeat: every frame has a place of its own. Samples are
 * whole numbers of so many bits.
 */
export function testSound(
  sampleRate: number,
  channels: number,
  frames: number,
  bits: 16 | 24 = 16,
): AudioSource {
  const scale = 2 ** (bits - 1);
  return sourceOf({ sampleRate, channels, frames }, (frame, channel) => {
    const time = frame / sampleRate;
    const tone = Math.sin(2 * Math.PI * (TONES[channel] ?? 300) * time * (1 + time / 200));
    return Math.round(scale * (0.4 * tone + 0.1 * noiseAt(frame, channel))) / scale;
  });
}

/** The largest difference of any two samples; infinite where the planes are not of one shape. */
export function largestDifference(
  actual: readonly Float32Array[],
  expected: readonly Float32Array[],
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [channel, plane] of actual.entries()) {
    const other = expected[channel];
    if (other?.length !== plane.length) return Number.POSITIVE_INFINITY;
    for (let n = 0; n < plane.length; n++) {
      const difference = Math.abs((plane[n] ?? 0) - (other[n] ?? 0));
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

/** A window of planes. */
export function windowOf(planes: readonly Float32Array[], from: number, to: number): Float32Array[] {
  return planes.map((plane) => plane.subarray(from, to));
}
