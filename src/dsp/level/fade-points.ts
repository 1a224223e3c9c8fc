import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { FADE_CURVES, type FadeCurve } from "./fade-curve.ts";
import type { GainPoint } from "./gain-envelope.ts";

/** How a recording is faded at its ends. */
export interface FadePointsOptions {
  /** Length of the recording, 0 or more. */
  readonly frames: number;
  /** Frames at the beginning that a fade in takes, 0 or more; 0 unless told otherwise. */
  readonly fadeIn?: number;
  /** Frames at the end that a fade out takes, 0 or more; 0 unless told otherwise. */
  readonly fadeOut?: number;
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
  const { frames, fadeIn = 0, fadeOut = 0, curve = "linear" } = options;
  checkIntegerOption("frames", frames, 0);
  checkIntegerOption("fadeIn", fadeIn, 0);
  checkIntegerOption("fadeOut", fadeOut, 0);
  checkChoiceOption("curve", curve, FADE_CURVES);
  if (fadeIn + fadeOut > frames) {
    const lengths = `${fadeIn} and ${fadeOut}`;
    throw optionError("options.fadeIn and options.fadeOut", `together at most ${frames} frames`, lengths);
  }
  const points: GainPoint[] = [];
  if (fadeIn > 0) points.push({ frame: -0.5, gain: 0, curve }, { frame: fadeIn - 0.5, gain: 1 });
  if (fadeOut > 0) {
    points.push({ frame: frames - fadeOut - 0.5, gain: 1, curve }, { frame: frames - 0.5, gain: 0 });
  }
  return points.length > 0 ? points : [{ frame: 0, gain: 1 }];
}
