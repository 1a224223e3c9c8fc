/**
 * The factor of a one-pole smoother, `y[n] = x + factor * (y[n-1] - x)`: after `seconds`, its time constant, it has
 * gone 63 % of the way (1 - 1/e) to a value that stays. 0 seconds give 0, with which it is there at once.
 *
 * Compressor and gate use it in its branching form: one factor where the effect grows stronger (attack), another where
 * it fades (release) (Giannoulis, Massberg, Reiss: "Digital Dynamic Range Compressor Design", JAES 60 (6), 2012,
 * section 2.3).
 *
 * @param seconds 0 or more
 * @param sampleRate Hz
 */
export function smoothingFactor(seconds: number, sampleRate: number): number {
  return seconds > 0 ? Math.exp(-1 / (seconds * sampleRate)) : 0;
}
