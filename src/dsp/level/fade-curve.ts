/** How a fade goes from silence to the full level. */
export type FadeCurve = "linear" | "equal-power" | "raised-cosine" | "exponential";

/** All curves that there are. */
export const FADE_CURVES: readonly FadeCurve[] = ["linear", "equal-power", "raised-cosine", "exponential"];

/** 60 dB, the range of the exponential curve, as a gain. */
const RANGE = 1000;

/**
 * The gain of a fade in; that of a fade out is its mirror, `fadeGain(curve, 1 - position)`.
 *
 * - `linear`: `position`.
 * - `equal-power`: `sin(position * pi / 2)`. The squares of fade in and fade out add to 1, so that a crossfade between
 *   sounds that have nothing in common keeps its power.
 * - `raised-cosine`: `sin(position * pi / 2) ** 2`, half a period of a cosine. It begins and ends without a bend.
 * - `exponential`: `(1000 ** position - 1) / 999`, a straight line of 60 dB in decibels from which a constant is taken
 *   away, so that it begins at 0 and not at -60 dB. It is within 0.3 dB of the line over the upper half, 6 dB below it
 *   at -54 dB, and has no bend anywhere.
 *
 * @param curve one of `FADE_CURVES`; it is not looked at here, for this is called for each sample
 * @param position from 0, where the gain is 0, to 1, where it is 1, both exactly. Below and above that the gain stays
 *   as it is there, and NaN gives 0.
 */
export function fadeGain(curve: FadeCurve, position: number): number {
  if (position >= 1) return 1;
  if (!(position > 0)) return 0;
  if (curve === "linear") return position;
  if (curve === "exponential") return Math.expm1(position * Math.log(RANGE)) / (RANGE - 1);
  const sine = Math.sin(position * (Math.PI / 2));
  return curve === "equal-power" ? sine : sine * sine;
}

/**
 * Whether fade in and fade out add to 1 at every position (`linear`, `raised-cosine`): then what is the same in two
 * sounds keeps its level while they are crossfaded.
 */
export function isEqualGain(curve: FadeCurve): boolean {
  return curve === "linear" || curve === "raised-cosine";
}
