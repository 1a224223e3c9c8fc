/** Where a recording is being read, to tell those who read in sequence from those who seek. */
export interface ReadingPlaces {
  /** Notes a window; says whether it begins where another one ended, or at the beginning of the recording. */
  move(start: number, end: number): boolean;
  /** Where the last windows ended. */
  places(): number[];
}

/** A place is forgotten when so many windows were read since somebody read there. */
const FORGOTTEN_AFTER = 16;

/** Nobody has read yet. */
export function readingPlaces(): ReadingPlaces {
  const ends = new Map<number, number>(); // where a window ended, and the number of that window
  let windows = 0;
  return {
    move(start, end) {
      const isNext = ends.delete(start) || start === 0;
      windows++;
      ends.set(end, windows);
      for (const [place, window] of ends) if (window <= windows - FORGOTTEN_AFTER) ends.delete(place);
      return isNext;
    },
    places: () => [...ends.keys()],
  };
}
