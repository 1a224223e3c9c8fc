import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import { fadePoints } from "../dsp/level/fade-points.ts";
import { optionError } from "../stream/error.ts";
import { checkNumberOption } from "../stream/number-option.ts";
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
  checkFades(source, { in: rise, out: fall });
  const { frames, sampleRate } = source;
  const fadeInFrames = Math.min(frames, frameAt(rise, sampleRate));
  // Two halves of an odd length would be one frame longer than it.
  const fadeOutFrames = Math.min(frames - fadeInFrames, frameAt(fall, sampleRate));
  return gain(source, fadePoints({ frames, fadeInFrames, fadeOutFrames, curve }));
}

/**
 * Holds the lengths of fades against a source, before they become frames.
 *
 * @param fades seconds, by the names of the options that tell them
 * @throws LongwaveError `options/invalid`, also where together they are longer than the source
 */
export function checkFades(
  { frames, sampleRate }: Pick<AudioSource, "frames" | "sampleRate">,
  fades: Readonly<Record<string, number>>,
): void {
  const names = Object.keys(fades);
  const lengths = Object.values(fades);
  names.forEach((name, index) => {
    checkNumberOption(name, lengths[index] ?? 0, 0);
  });
  const taken = lengths.reduce((sum, seconds) => sum + seconds, 0);
  // Rounding adds half a frame to each at most.
  if (taken * sampleRate <= frames + lengths.length / 2) return;
  const options = names.map((name) => `options.${name}`).join(" and ");
  throw optionError(options, `together at most ${frames / sampleRate} s`, lengths.join(" and "));
}
