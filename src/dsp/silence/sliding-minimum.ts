/** The least of the latest values, of which there are always as many. */
export interface SlidingMinimum {
  /** Takes in a value, forgets the oldest, and gives the least of those within the window. */
  push(value: number): number;
  /** Forgets all. */
  reset(): void;
}

/**
 * A window over the latest `length` values. A value is kept only until a smaller one comes, so that the kept ones rise
 * from the oldest on, and the oldest is the least. It takes the same time on average whatever the length.
 *
 * @param length 1 or more
 */
export function slidingMinimum(length: number): SlidingMinimum {
  const values = new Float64Array(length);
  const places = new Float64Array(length); // when each came
  let first = 0; // of the kept ones, in the ring
  let kept = 0;
  let count = 0; // of all that came
  return {
    push(value) {
      if (kept > 0 && (places[first] ?? 0) <= count - length) {
        first = first + 1 === length ? 0 : first + 1;
        kept--;
      }
      while (kept > 0 && (values[(first + kept - 1) % length] ?? 0) >= value) kept--;
      const at = (first + kept) % length;
      values[at] = value;
      places[at] = count;
      kept++;
      count++;
      return values[first] ?? 0;
    },
    reset() {
      first = 0;
      kept = 0;
      count = 0;
    },
  };
}
