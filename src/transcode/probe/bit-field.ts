/**
 * A field of `count` bits of a byte, or of a larger number of flags, whose lowest bit has the number `lowest`,
 * from 0. By division, so that it holds for all whole numbers from 0.
 */
export function bitField(value: number | undefined, lowest: number, count: number): number {
  return Math.floor((value ?? 0) / 2 ** lowest) % 2 ** count;
}
