import { type GainPoint, gainEnvelope } from "../dsp/level/gain-envelope.ts";
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
  // Looked at now, so that a mistake does not wait for the first read.
  gainEnvelope({ channels: source.channels, points });
  return processFrames(source, ({ channels, frame }) => gainEnvelope({ channels, frame, points }));
}
