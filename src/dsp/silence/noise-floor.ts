import { slidingMinimum } from "./sliding-minimum.ts";

/** Tells for each of a series of levels the floor beneath it, with a delay. */
export interface NoiseFloor {
  /** Values that come out late: the floor that `push` gives is that beneath the value `delay` pushes ago. */
  readonly delay: number;
  /** Takes in the next level; the floor beneath the one `delay` before it, or `undefined` while there is none. */
  push(level: number): number | undefined;
  /**
   * The next of the floors that are left when no level comes any more, in order: `delay` of them, or as many as there
   * were levels where these were fewer. No level may be pushed after that, but for a `reset`.
   */
  drain(): number;
  /** Forgets all. */
  reset(): void;
}

/**
 * The morphological opening of the series: the largest, over all windows of `length` that a value lies in, of the
 * window's minimum (J. Serra, Image Analysis and Mathematical Morphology, 1982). What rises from the floor and comes
 * back to it within `length` values leaves the floor as it is. What stays for `length` values or more is the floor from
 * its first value to its last, because the windows look ahead as well as back. A slow change is followed at once, and a
 * gap in the noise concerns only itself.
 *
 * Only whole windows within the series count. A shorter series has one floor, its minimum.
 *
 * @param length values of a window, 1 or more
 */
export function noiseFloor(length: number): NoiseFloor {
  const lowest = slidingMinimum(length);
  const highest = slidingMinimum(length); // of negative values, which makes it a maximum
  let count = 0;
  let whole = 0; // the minimum of all, as long as there are fewer than a window
  return {
    delay: length - 1,
    push(level) {
      count++;
      const least = lowest.push(level);
      if (count < length) {
        whole = least;
        return undefined;
      }
      return -highest.push(-least);
    },
    drain: () => (count < length ? whole : -highest.push(Number.POSITIVE_INFINITY)),
    reset() {
      lowest.reset();
      highest.reset();
      count = 0;
    },
  };
}
