/** Cells a second. Windows go on by one: EBU Tech 3341, test case 13, asks for finer steps than a tenth of a second. */
const CELL_RATE = 100;
const CELLS_PER_TENTH = 10;

/** EBU Tech 3341: 400 ms and 3 s. */
const MOMENTARY_CELLS = 40;
const SHORT_TERM_CELLS = 300;
const SHORT_TERM_TENTHS = SHORT_TERM_CELLS / CELLS_PER_TENTH;

/** The two sliding windows of loudness, over cells of 10 ms. Powers are means over the window. */
export interface LoudnessWindows {
  /** The frame that the present cell ends before. */
  readonly nextEdge: number;
  /** Ends the present cell, with the sum of the squares in it. */
  add(sum: number): void;
  /** Whether the last cell was the last of a tenth of a second. */
  readonly isTenth: boolean;
  /** Whether there is a whole window yet. Before, its power is 0. */
  readonly hasMomentary: boolean;
  readonly hasShortTerm: boolean;
  readonly momentary: number;
  readonly shortTerm: number;
  readonly maxMomentary: number;
  readonly maxShortTerm: number;
  reset(): void;
}

/** Windows that nothing was added to yet. */
export function loudnessWindows(sampleRate: number): LoudnessWindows {
  /** The sums of the last 3 s: cell by cell, and tenth by tenth. */
  const cells = new Float64Array(SHORT_TERM_CELLS);
  const tenths = new Float64Array(SHORT_TERM_TENTHS);
  let count = 0;
  let nextEdge = edgeOf(1);
  /** The sum of the tenth that is going on, and of the 29 before it. */
  let tenth = 0;
  let tenthsBefore = 0;
  let momentary = 0;
  let shortTerm = 0;
  let maxMomentary = 0;
  let maxShortTerm = 0;

  function edgeOf(cell: number): number {
    return Math.round((cell * sampleRate) / CELL_RATE);
  }

  /** The mean over the last `length` cells. With few frames a second there may be none. */
  function mean(sum: number, length: number): number {
    const frames = edgeOf(count) - edgeOf(count - length);
    return frames === 0 ? 0 : sum / frames;
  }

  function momentarySum(): number {
    let sum = 0;
    for (let cell = count - MOMENTARY_CELLS; cell < count; cell++) {
      sum += cells[cell % SHORT_TERM_CELLS] ?? 0;
    }
    return sum;
  }

  /** Few additions, and none that goes on from window to window: what was loud leaves no rounding errors behind. */
  function shortTermSum(): number {
    let sum = tenthsBefore + tenth;
    for (let cell = count; cell % CELLS_PER_TENTH !== 0; cell++) {
      sum += cells[cell % SHORT_TERM_CELLS] ?? 0;
    }
    return sum;
  }

  function endTenth(): void {
    const ended = count / CELLS_PER_TENTH - 1;
    tenths[ended % SHORT_TERM_TENTHS] = tenth;
    tenth = 0;
    tenthsBefore = 0;
    for (let i = 0; i < SHORT_TERM_TENTHS - 1; i++) {
      if (i <= ended) tenthsBefore += tenths[(ended - i) % SHORT_TERM_TENTHS] ?? 0;
    }
  }

  return {
    get nextEdge() {
      return nextEdge;
    },
    add(sum) {
      cells[count % SHORT_TERM_CELLS] = sum;
      tenth += sum;
      count++;
      nextEdge = edgeOf(count + 1);
      if (count >= MOMENTARY_CELLS) {
        momentary = mean(momentarySum(), MOMENTARY_CELLS);
        if (momentary > maxMomentary) maxMomentary = momentary;
      }
      if (count >= SHORT_TERM_CELLS) {
        shortTerm = mean(shortTermSum(), SHORT_TERM_CELLS);
        if (shortTerm > maxShortTerm) maxShortTerm = shortTerm;
      }
      if (count % CELLS_PER_TENTH === 0) endTenth();
    },
    get isTenth() {
      return count > 0 && count % CELLS_PER_TENTH === 0;
    },
    get hasMomentary() {
      return count >= MOMENTARY_CELLS;
    },
    get hasShortTerm() {
      return count >= SHORT_TERM_CELLS;
    },
    get momentary() {
      return momentary;
    },
    get shortTerm() {
      return shortTerm;
    },
    get maxMomentary() {
      return maxMomentary;
    },
    get maxShortTerm() {
      return maxShortTerm;
    },
    reset() {
      cells.fill(0);
      tenths.fill(0);
      count = 0;
      nextEdge = edgeOf(1);
      tenth = tenthsBefore = 0;
      momentary = shortTerm = maxMomentary = maxShortTerm = 0;
    },
  };
}
