/** Whether two sounds are the same to the bit (NaN is NaN, and minus zero is not zero); quicker than `toEqual`. */
export function sameBits(one: readonly Float32Array[], other: readonly Float32Array[]): boolean {
  if (one.length !== other.length) return false;
  return one.every((plane, channel) => {
    const twin = other[channel];
    return plane.length === twin?.length && plane.every((sample, n) => Object.is(sample, twin[n]));
  });
}

/**
 * The largest difference of two sounds in dB beside full scale, from a frame up to another. NaN, which no claim holds
 * for, where one of them has NaN or ends before the other.
 */
export function differenceInDecibels(
  one: readonly Float32Array[],
  other: readonly Float32Array[],
  from = 0,
  to: number = Math.max(...[...one, ...other].map((plane) => plane.length)),
): number {
  let largest = one.length === other.length ? 0 : Number.NaN;
  one.forEach((plane, channel) => {
    const twin = other[channel];
    for (let n = from; n < to; n++) {
      largest = Math.max(largest, Math.abs((plane[n] ?? Number.NaN) - (twin?.[n] ?? Number.NaN)));
    }
  });
  return 20 * Math.log10(largest);
}
