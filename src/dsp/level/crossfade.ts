import { checkChoiceOption } from "../../stream/choice-option.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkPlaneLength, checkPlanes } from "../planes.ts";
import { FADE_CURVES, type FadeCurve, fadeGain, isEqualGain } from "./fade-curve.ts";

/** Which part of which crossfade a block is. */
export interface CrossfadeBlock {
  readonly curve: FadeCurve;
  /** Frames that the whole crossfade takes, 0 or more. */
  readonly length: number;
  /**
   * Frame of the crossfade, 0 or more, that the block begins with; 0 unless told otherwise. From `length` on there is
   * only `to`.
   */
  readonly at?: number;
}

/**
 * Fades a block out and another one in, and adds them.
 *
 * Frame `i` of a crossfade of `n` frames is at the position `(i + 0.5) / n` of the curve, so that a crossfade backwards
 * is the crossfade of what is backwards. Where fade in and fade out add to 1, a frame is `from + (to - from) * gain`,
 * and it is `from` where both are equal: a crossfade of a sound with itself is that sound, to the bit. The curve is
 * worked out for each sample anew, which is a few nanoseconds, and nothing is allocated.
 *
 * @param from a plane per channel
 * @param to as many planes, of the same length
 * @param into where the result goes: as many planes of the same length, which may be those of `from` or of `to`
 * @throws LongwaveError `audio/bad-planes`, `options/invalid`
 */
export function crossfadePlanes(
  from: readonly Float32Array[],
  to: readonly Float32Array[],
  into: readonly Float32Array[],
  { curve, length, at = 0 }: CrossfadeBlock,
): void {
  checkChoiceOption("curve", curve, FADE_CURVES);
  checkIntegerOption("length", length, 0);
  checkIntegerOption("at", at, 0);
  const channels = into.length;
  const frames = checkPlanes(into, channels);
  checkPlaneLength(from, channels, frames);
  checkPlaneLength(to, channels, frames);
  const blended = Math.min(frames, Math.max(0, length - at));
  const blend = isEqualGain(curve) ? blendEqualGain : blendSides;
  for (let channel = 0; channel < channels; channel++) {
    const a = from[channel];
    const b = to[channel];
    const result = into[channel];
    if (a === undefined || b === undefined || result === undefined) continue;
    blend(a, b, result, blended, curve, at, length);
    if (result !== b) for (let n = blended; n < frames; n++) result[n] = b[n] ?? 0;
  }
}

function blendEqualGain(
  from: Float32Array,
  to: Float32Array,
  into: Float32Array,
  frames: number,
  curve: FadeCurve,
  at: number,
  length: number,
): void {
  for (let n = 0; n < frames; n++) {
    const a = from[n] ?? 0;
    const b = to[n] ?? 0;
    // Without the comparison, minus zero would become zero, and infinity NaN.
    into[n] = a === b ? a : a + (b - a) * fadeGain(curve, (at + n + 0.5) / length);
  }
}

function blendSides(
  from: Float32Array,
  to: Float32Array,
  into: Float32Array,
  frames: number,
  curve: FadeCurve,
  at: number,
  length: number,
): void {
  for (let n = 0; n < frames; n++) {
    const rising = fadeGain(curve, (at + n + 0.5) / length);
    const falling = fadeGain(curve, (length - at - n - 0.5) / length);
    into[n] = (from[n] ?? 0) * falling + (to[n] ?? 0) * rising;
  }
}
