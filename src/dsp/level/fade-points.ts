import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { FADE_CURVES, type FadeCurve } from "./fade-curve.ts";
import type { GainPoint } from "./gain-envelope.ts";

/** How a recording is faded at its ends. */
export interface FadePointsOptions {
  /** Length of the recording, 0 or more. */
  readonly frames: number;
  /** What a fade in takes at the beginning, 0 or more; 0 unless told otherwise. */
  readonly fadeInFrames?: number;
  /** What a fade out takes at the end, 0 or more; 0 unless told otherwise. */
  readonly fadeOutFrames?: number;
  /** `"linear"` unless told otherwise. */
  readonly curve?: FadeCurve;
}

/**
 * The points of a gain envelope that fades a recording in at its beginning and out at its end.
 *
 * Frame `i` of a fade of `n` frames is at the position `(i + 0.5) / n` of the curve, as in a crossfade: a fade out is a
 * fade in backwards, and a fade out and a fade in of the same frames add up to the crossfade.
 *
 * @throws LongwaveError `options/invalid`, also where both fades together are longer than the recording
 */
export function fadePoints(options: FadePointsOptions): readonly GainPoint[] {
  const { frames, fadeInFrames = 0, fadeOutFrames = 0, curve = "linear" } = options;
  checkIntegerOption("frames", frames, 0);
  checkIntegerOption("fadeInFrames", fadeInFrames, 0);
  checkIntegerOption("fadeOutFrames", fadeOutFrames, 0);
  checkChoiceOption("curve", curve, FADE_CURVES);
  if (fadeInFrames + fadeOutFrames > frames) {
    const lengths = `${fadeInFrames} and ${fadeOutFrames}`;
    throw optionError(
      "options.fadeInFrames and options.fadeOutFrames",
      `together at most ${frames} frames`,
      lengths,
    );
  }
  const points: GainPoint[] = [];
  if (fadeInFrames > 0) points.push({ frame: -0.5, gain: 0, curve }, { frame: fadeInFrames - 0.5, gain: 1 });
  if (fadeOutFrames > 0) {
    points.push({ frame: frames - fadeOutFrames - 0.5, gain: 1, curve }, { frame: frames - 0.5, gain: 0 });
  }
  return points.length > 0 ? points : [{ frame: 0, gain: 1 }];
}
