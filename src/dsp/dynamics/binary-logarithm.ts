/**
 * `Math.log2` and `2 ** -x` for gains, in a fraction of their time. They are made of additions, multiplications and
 * one division, which IEEE 754 rounds in one way: so unlike `Math`, they give the same bits in every engine.
 */

/** Powers of 1/2 up to the 63rd. */
const HALVES: Float64Array = Float64Array.from({ length: 64 }, (_, power) => 2 ** -power);

const LOG2_E_TWICE = 2 / Math.LN2;

/**
 * The logarithms of many ratios to base 2, wrong by 5e-8 at most, which is 3e-7 dB of an amplitude. Many at a time, because
 * a function that gives one number often has to allocate it.
 *
 * @param ratios what is 1 or less counts as 1, what is above 2^31 as that
 * @param factor what each is multiplied by first
 * @param into where the logarithms go, 0 or more
 */
export function binaryLogarithms(
  ratios: Float64Array,
  factor: number,
  count: number,
  into: Float64Array,
): void {
  for (let n = 0; n < count; n++) {
    const ratio = (ratios[n] ?? 0) * factor;
    // Most levels may be below the knee, and then there is no logarithm to take.
    if (!(ratio > 1)) {
      into[n] = 0;
      continue;
    }
    const bounded = ratio < 2147483648 ? ratio : 2147483648;
    const power = 31 - Math.clz32(bounded);
    const mantissa = bounded * (HALVES[power] ?? 0);
    // The series of artanh around the root of 2: log m = log c + 2 artanh((m - c) / (m + c)).
    const s = (mantissa - Math.SQRT2) / (mantissa + Math.SQRT2);
    const t = s * s;
    into[n] = power + 0.5 + LOG2_E_TWICE * s * (1 + t * (1 / 3 + t * (1 / 5 + t * (1 / 7))));
  }
}

// The series of 2^-x: powers of -ln 2 over factorials.
const C1 = -Math.LN2;
const C2 = (C1 * C1) / 2;
const C3 = (C2 * C1) / 3;
const C4 = (C3 * C1) / 4;
const C5 = (C4 * C1) / 5;
const C6 = (C5 * C1) / 6;

/**
 * Replaces exponents by `factor * 2 ** -exponent`, wrong by 2e-7 of itself at most, which is 2e-6 dB. Of 0 it is exactly
 * `factor`.
 *
 * @param exponents 0 or more; what is above 63 counts as that
 */
export function binaryFractions(exponents: Float64Array, factor: number, count: number): void {
  for (let n = 0; n < count; n++) {
    const exponent = exponents[n] ?? 0;
    if (exponent === 0) {
      exponents[n] = factor;
      continue;
    }
    const bounded = exponent < 63 ? exponent : 63;
    const power = Math.floor(bounded + 0.5);
    const x = bounded - power;
    const t = x * x;
    const fraction = 1 + C1 * x + t * (C2 + C3 * x + t * (C4 + C5 * x + t * C6));
    exponents[n] = factor * (fraction * (HALVES[power] ?? 0));
  }
}
