import { type GainPoint, gainAlong, gainPath } from "../dsp/level/gain-envelope.ts";
import type { AudioSource } from "./audio-source.ts";
import { processFrames } from "./process-frames.ts";

/**
 * A source with a gain: one factor for all of it, or points between which the gain goes along curves. It is a function
 * of the frame alone, so any window is read first, and comes out the same.
 *
 * @param gain a factor of 0 or more, or points in the order of their frames
 * @throws LongwaveError `options/invalid`
 */
export function gain(source: AudioSource, gain: number | readonly GainPoint[]): AudioSource {
  const points = typeof gain === "number" ? [{ frame: 0, gain }] : gain;
  // Prepared once: each window has an envelope of its own, and there may be a point for every few frames.
  const path = gainPath(points);
  return processFrames(source, ({ channels, frame }) => gainAlong(path, channels, frame));
}
