/** The factor that changes a level by so many decibels: `10 ** (decibels / 20)`. Minus infinity gives 0. */
export function gainFromDecibels(decibels: number): number {
  return 10 ** (decibels / 20);
}

/** A gain, or an amplitude beside full scale, in decibels; of 0 it is minus infinity. The sign does not matter. */
export function decibelsFromGain(gain: number): number {
  return 20 * Math.log10(Math.abs(gain));
}
