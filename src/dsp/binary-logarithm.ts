/**
 * `Math.log2` and `2 ** -x` for gains, in a fraction of their time. They are made of additions, multiplications and
 * one division, which IEEE 754 rounds in one way: so unlike `Math`, they give the same bits in every engine.
 */

/** Powers of 1/2 up to the 63rd. */
const HALVES: Float64Array = Float64Array.from({ length: 64 }, (_, power) => 2 ** -power);

const LOG2_E_TWICE = 2 / Math.LN2;

/**
 * The logarithm of a ratio to base 2, wrong by 5e-8 at most, which is 3e-7 dB of an amplitude.
 *
 * @param ratio 1 or more; what is above 2^31 counts as that
 */
export function binaryLogarithm(ratio: number): number {
  const bounded = ratio < 2147483648 ? ratio : 2147483648;
  const power = 31 - Math.clz32(bounded);
  const mantissa = bounded * (HALVES[power] ?? 0);
  // The series of artanh around the root of 2: log m = log c + 2 artanh((m - c) / (m + c)).
  const s = (mantissa - Math.SQRT2) / (mantissa + Math.SQRT2);
  const t = s * s;
  return power + 0.5 + LOG2_E_TWICE * s * (1 + t * (1 / 3 + t * (1 / 5 + t * (1 / 7))));
}

// The series of 2^-x: powers of -ln 2 over factorials.
const C1 = -Math.LN2;
const C2 = (C1 * C1) / 2;
const C3 = (C2 * C1) / 3;
const C4 = (C3 * C1) / 4;
const C5 = (C4 * C1) / 5;
const C6 = (C5 * C1) / 6;

/**
 * `2 ** -exponent`, wrong by 2e-7 of itself at most, which is 2e-6 dB. Of 0 it is exactly 1.
 *
 * @param exponent 0 to 63
 */
export function binaryFraction(exponent: number): number {
  const power = Math.floor(exponent + 0.5);
  const x = exponent - power;
  const t = x * x;
  return (1 + C1 * x + t * (C2 + C3 * x + t * (C4 + C5 * x + t * C6))) * (HALVES[power] ?? 0);
}
