/** LUFS, for which K-weighted power of 1 would be 0 without it (ITU-R BS.1770-5, Annex 1). */
const OFFSET = -0.691;

/** LUFS. What is not above it does not count (ITU-R BS.1770-5, Annex 1; EBU Tech 3342). */
const ABSOLUTE_GATE = -70;

/** LUFS. What is louder than any audio is counted together. */
const LOUDEST = 100;

const BINS_PER_LU = 100;
const BINS = (LOUDEST - ABSOLUTE_GATE) * BINS_PER_LU;

/**
 * The blocks of a recording above the absolute gate, however many, by their loudness. A bin is 0.01 LU wide and keeps
 * the sum of the powers in it, so that a mean is exact. Only a second gate is coarse: it lets a bin through as a whole,
 * or not.
 */
export interface LoudnessHistogram {
  /** Counts a block by its mean K-weighted power. */
  add(power: number): void;
  /**
   * The loudness of all blocks whose loudness is above that of all blocks minus so much.
   *
   * @param below LU
   * @returns LUFS, minus infinity where there are no blocks
   */
  gatedLoudness(below: number): number;
  /**
   * By how much the loudness of these blocks spreads, from one percentile to the other, by the nearest rank.
   *
   * @param below LU
   * @returns LU, 0 where there are no blocks
   */
  gatedSpread(below: number, lowPercentile: number, highPercentile: number): number;
  reset(): void;
}

/** A histogram without any blocks. */
export function loudnessHistogram(): LoudnessHistogram {
  const counts = new Float64Array(BINS);
  const powers = new Float64Array(BINS);

  /** The first bin with blocks above the gate. A bin counts as what its blocks are on average. */
  function firstAbove(below: number): number {
    const gate = meanFrom(0) * 10 ** (-below / 10);
    let bin = 0;
    while (bin < BINS && !((powers[bin] ?? 0) > gate * (counts[bin] ?? 0))) bin++;
    return bin;
  }

  function countFrom(first: number): number {
    let count = 0;
    for (let bin = first; bin < BINS; bin++) count += counts[bin] ?? 0;
    return count;
  }

  function meanFrom(first: number): number {
    const count = countFrom(first);
    let power = 0;
    for (let bin = first; bin < BINS; bin++) power += powers[bin] ?? 0;
    return count === 0 ? 0 : power / count;
  }

  /** The loudness of the block that is at `rank`, from 0, among those from a bin on, to within its bin. */
  function loudnessAt(first: number, rank: number): number {
    let bin = first;
    for (let seen = counts[bin] ?? 0; seen <= rank; seen += counts[bin] ?? 0) bin++;
    return loudnessOfPower((powers[bin] ?? 0) / (counts[bin] ?? 0));
  }

  return {
    add(power) {
      const loudness = loudnessOfPower(power);
      if (!(loudness > ABSOLUTE_GATE)) return;
      const bin = Math.min(BINS - 1, Math.floor((loudness - ABSOLUTE_GATE) * BINS_PER_LU));
      counts[bin] = (counts[bin] ?? 0) + 1;
      powers[bin] = (powers[bin] ?? 0) + power;
    },
    gatedLoudness: (below) => loudnessOfPower(meanFrom(firstAbove(below))),
    gatedSpread(below, lowPercentile, highPercentile) {
      const first = firstAbove(below);
      const last = countFrom(first) - 1;
      if (last < 0) return 0;
      const rankOf = (percentile: number) => Math.round((last * percentile) / 100);
      return loudnessAt(first, rankOf(highPercentile)) - loudnessAt(first, rankOf(lowPercentile));
    },
    reset() {
      counts.fill(0);
      powers.fill(0);
    },
  };
}

/**
 * The loudness of a mean K-weighted power, of all channels by their weights (ITU-R BS.1770-5, Annex 1).
 *
 * @returns LUFS, minus infinity for silence
 */
export function loudnessOfPower(power: number): number {
  return OFFSET + 10 * Math.log10(power);
}
