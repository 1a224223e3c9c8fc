/**
 * The tables of GSM 06.10 (ETSI EN 300 961, section 5.4), with what its decoder computes from them for every code that
 * there is. Numbers are integers of 16 bits; products are those of section 5.1, rounded.
 */

/** Bits of the eight log area ratios (section 1.7). */
export const RATIO_BITS: readonly number[] = [6, 6, 5, 5, 4, 4, 3, 3];

/** Table 5.1: the lowest code, the offset, and the table 5.2: the inverse of the slope, for each log area ratio. */
const LOWEST_CODES: readonly number[] = [-32, -32, -16, -16, -8, -8, -4, -4];
const OFFSETS: readonly number[] = [0, 0, 2048, -2560, 94, -1792, -341, -1144];
const INVERSE_SLOPES: readonly number[] = [13107, 13107, 13107, 13107, 19223, 17476, 31454, 29708];

/** The log area ratio of each code (section 5.2.8). */
export const RATIOS: readonly Int16Array[] = RATIO_BITS.map((bits, ratio) =>
  Int16Array.from({ length: 2 ** bits }, (_, code) => {
    const level = (code + (LOWEST_CODES[ratio] ?? 0)) * 1024 - 2 * (OFFSETS[ratio] ?? 0);
    return 2 * roundedProduct(INVERSE_SLOPES[ratio] ?? 0, level);
  }),
);

/** Table 5.3b: how much of the residual of earlier is added, by code. */
export const GAINS: Int16Array = Int16Array.of(3277, 11469, 21299, 32767);

/** Table 5.6: the mantissas of a pulse's size. */
const MANTISSAS: readonly number[] = [18431, 20479, 22527, 24575, 26623, 28671, 30719, 32767];

/** The size of a pulse, at `8 * code of the block's maximum + code of the pulse` (sections 5.2.15 and 5.2.16). */
export const PULSES: Int16Array = Int16Array.from({ length: 64 * 8 }, (_, at) => {
  const { exponent, mantissa } = maximumOf(at >> 3);
  const shift = 6 - exponent;
  const size = roundedProduct(MANTISSAS[mantissa] ?? 0, (2 * (at & 7) - 7) * 4096);
  return (size + (shift === 0 ? 0 : 1 << (shift - 1))) >> shift;
});

/** Takes the code of a block's maximum apart (section 5.2.15). */
function maximumOf(code: number): { readonly exponent: number; readonly mantissa: number } {
  let exponent = code > 15 ? (code >> 3) - 1 : 0;
  let mantissa = code - exponent * 8;
  if (mantissa === 0) return { exponent: -4, mantissa: 7 };
  while (mantissa < 8) {
    mantissa = 2 * mantissa + 1;
    exponent--;
  }
  return { exponent, mantissa: mantissa - 8 };
}

/** The product of two fractions of 15 bits, rounded ("mult_r"). Not for -32768 by itself, which has no product. */
export function roundedProduct(a: number, b: number): number {
  return (Math.imul(a, b) + 0x4000) >> 15;
}
