import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import { fadePoints } from "../dsp/level/fade-points.ts";
import type { AudioSource } from "./audio-source.ts";
import { gain } from "./gain.ts";
import { frameAt } from "./time.ts";

/** How long the fades are. */
export interface FadeOptions {
  /** Seconds at the beginning, 0 or more; 0 unless told otherwise. */
  readonly in?: number;
  /** Seconds at the end, 0 or more; 0 unless told otherwise. */
  readonly out?: number;
  /** `"linear"` unless told otherwise. */
  readonly curve?: FadeCurve;
}

/**
 * A source that is faded in at its beginning, out at its end, or both.
 *
 * @throws LongwaveError `options/invalid`, also where the fades are longer than the source
 */
export function fade(source: AudioSource, options: FadeOptions): AudioSource {
  const { in: rise = 0, out: fall = 0, curve = "linear" } = options;
  const { frames, sampleRate } = source;
  const [fadeIn, fadeOut] = [frameAt(rise, sampleRate), frameAt(fall, sampleRate)];
  return gain(source, fadePoints({ frames, fadeIn, fadeOut, curve }));
}
