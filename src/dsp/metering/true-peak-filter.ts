import { bendWeight, pairWeights, phaseWeights, REACH } from "./true-peak-weights.ts";

/** Estimates how high a band-limited waveform rises between its samples. */
export interface TruePeakFilter {
  /** Points per sample: 4, 2 from 96 kHz on, 1 from 192 kHz on. */
  readonly factor: 1 | 2 | 4;
  /** Samples on each side of an interval that its points are made of; 0 where the factor is 1. */
  readonly reach: number;
  /**
   * The largest magnitude among `least` and the points of the intervals that begin at the samples `from` up to `to`.
   *
   * The buffer holds `reach - 1` samples before `from` and `reach` from `to` on.
   */
  highest(buffer: Float32Array, from: number, to: number, least: number): number;
  /**
   * Raises `peaks[n]` to the peak of the interval that begins at the sample `from + n`, where one of its points is
   * above `threshold`; leaves it as it is elsewhere. The peak is the highest of its points and of the parabolas through
   * three of them in turn.
   *
   * The buffer holds what it holds for `highest`.
   *
   * @returns whether there was such a point
   */
  mark(buffer: Float32Array, from: number, to: number, threshold: number, peaks: Float64Array): boolean;
}

/** Intervals that are judged together. Their points reach half as many samples further on both sides. */
const GROUP = 2 * REACH;

/** Groups that are looked at before the first of them is judged. */
const GROUPS = 32;

/** Room for what rounding may add to a bound. */
const SLACK = 1e-9;

/**
 * The interpolator of a true-peak measurement: ITU-R BS.1770-5, Annex 2, with a filter of its own, which the annex
 * allows.
 *
 * The points at a half and at the quarters of an interval are sums over 32 samples with the weights of a sinc under a
 * Kaiser window, corrected so that a straight line is interpolated exactly; a sample is a point as it is. The table
 * in the annex has 12 taps, and none of its phases is the sample itself.
 *
 * **What is left out.** Since a straight line comes out exactly, a point is what a line between the samples beside it
 * gives, and a sum over the second differences of the samples in reach. So it is no higher than the higher of the two
 * samples, and the largest second difference times the sum of those weights' magnitudes, which is 0.51 at most. Points
 * that cannot be above what is asked for by that are not computed, which does not change any result.
 *
 * Samples that are not a number are left out, with the points that they reach.
 *
 * @param sampleRate Hz
 */
export function truePeakFilter(sampleRate: number): TruePeakFilter {
  if (sampleRate >= 192_000) return SAMPLES_ALONE;
  const factor = sampleRate >= 96_000 ? 2 : 4;
  const half = phaseWeights(0.5);
  const quarter = phaseWeights(0.25);
  const most = (1 + SLACK) * Math.max(bendWeight(half, 0.5), factor === 4 ? bendWeight(quarter, 0.25) : 0);
  const search: PeakSearch = {
    most,
    weights: pairWeights(half, quarter),
    points: new Float64Array(factor + 1),
    top: new Float64Array(1),
    loudest: new Float64Array(GROUPS + 1),
    rises: new Float64Array(GROUPS + 1),
  };

  return {
    factor,
    reach: REACH,
    highest(buffer, from, to, least) {
      search.top[0] = least;
      raiseToHighest(buffer, from, to, search);
      return search.top[0] ?? 0;
    },
    mark: (buffer, from, to, threshold, peaks) => markAbove(buffer, from, to, threshold, peaks, search),
  };
}

/** What a search for peaks works with. */
interface PeakSearch {
  /** How much a second difference may add. */
  readonly most: number;
  /** Of `interpolate`. */
  readonly weights: Float64Array;
  readonly points: Float64Array;
  /** The peak so far: in an array, for a number that a function is given or gives is put on the heap. */
  readonly top: Float64Array;
  /** Of the half groups of a strip. */
  readonly loudest: Float64Array;
  readonly rises: Float64Array;
}

/** `highest` of a `TruePeakFilter`. */
function raiseToHighest(buffer: Float32Array, from: number, to: number, search: PeakSearch): void {
  const { most, weights, points, top, loudest, rises } = search;
  for (let strip = from; strip < to; strip += GROUP * GROUPS) {
    const end = Math.min(strip + GROUP * GROUPS, to);
    survey(buffer, strip, end, most, loudest, rises);
    for (let start = strip, block = 0; start < end; start += GROUP, block++) {
      const rise = largerOf(rises[block] ?? 0, rises[block + 1] ?? 0);
      const bound = rise + largerOf(loudest[block] ?? 0, loudest[block + 1] ?? 0);
      if (bound <= (top[0] ?? 0) * (1 - SLACK)) continue;
      const stop = start + GROUP < end ? start + GROUP : end;
      for (let n = start; n < stop; n++) {
        if (rise + largerOf(buffer[n] ?? 0, buffer[n + 1] ?? 0) <= (top[0] ?? 0) * (1 - SLACK)) continue;
        interpolate(buffer, n, weights, points);
        raiseToPoint(points, top);
      }
    }
  }
}

/** `mark` of a `TruePeakFilter`. */
function markAbove(
  buffer: Float32Array,
  from: number,
  to: number,
  threshold: number,
  peaks: Float64Array,
  search: PeakSearch,
): boolean {
  const { most, weights, points, top, loudest, rises } = search;
  let found = false;
  for (let strip = from; strip < to; strip += GROUP * GROUPS) {
    const end = Math.min(strip + GROUP * GROUPS, to);
    survey(buffer, strip, end, most, loudest, rises);
    for (let start = strip, block = 0; start < end; start += GROUP, block++) {
      const limit = threshold * (1 - SLACK) - largerOf(rises[block] ?? 0, rises[block + 1] ?? 0);
      if (largerOf(loudest[block] ?? 0, loudest[block + 1] ?? 0) <= limit) continue;
      const stop = start + GROUP < end ? start + GROUP : end;
      for (let n = start; n < stop; n++) {
        if (largerOf(buffer[n] ?? 0, buffer[n + 1] ?? 0) <= limit) continue;
        interpolate(buffer, n, weights, points);
        top[0] = 0;
        raiseToPoint(points, top);
        if ((top[0] ?? 0) <= threshold) continue;
        found = true;
        raiseToParabola(points, top);
        const peak = top[0] ?? 0;
        if (peak > (peaks[n - from] ?? 0)) peaks[n - from] = peak;
      }
    }
  }
  return found;
}

/** Puts the points of the interval that begins at a sample, both ends included, into `points`, which has room for 3 or 5. */
function interpolate(buffer: Float32Array, at: number, weights: Float64Array, points: Float64Array): void {
  let early = 0;
  let late = 0;
  let middle = 0;
  let w = 0;
  let before = at;
  let after = at + 1;
  for (; before > at - REACH; before--, after++, w += 3) {
    const a = buffer[before] ?? 0;
    const b = buffer[after] ?? 0;
    const sum = a + b;
    early += (weights[w] ?? 0) * sum;
    late += (weights[w + 1] ?? 0) * (a - b);
    middle += (weights[w + 2] ?? 0) * sum;
  }
  points[0] = buffer[at] ?? 0;
  if (points.length > 3) {
    points[1] = early + late;
    points[2] = middle;
    points[3] = early - late;
    points[4] = buffer[at + 1] ?? 0;
  } else {
    points[1] = middle;
    points[2] = buffer[at + 1] ?? 0;
  }
}

/** Finds the largest sample and second difference of each half group, from half a group before `from` on. */
function survey(
  buffer: Float32Array,
  from: number,
  to: number,
  most: number,
  loudest: Float64Array,
  rises: Float64Array,
): void {
  const end = to + REACH - 1;
  let at = from - REACH + 2;
  let before = buffer[at - 1] ?? 0;
  let here = buffer[at] ?? 0;
  for (let block = 0; at < end; block++) {
    const next = from + REACH + block * GROUP;
    const stop = next < end ? next : end;
    let loud = 0;
    let bend = 0;
    for (; at < stop; at++) {
      const after = buffer[at + 1] ?? 0;
      const magnitude = Math.abs(here);
      const difference = Math.abs(before + after - 2 * here);
      if (magnitude > loud) loud = magnitude;
      if (difference > bend) bend = difference;
      before = here;
      here = after;
    }
    loudest[block] = loud;
    rises[block] = bend * most;
  }
}

/** From 192 kHz on, samples are close enough to each other. */
const SAMPLES_ALONE: TruePeakFilter = {
  factor: 1,
  reach: 0,
  highest(buffer, from, to, least) {
    let highest = least;
    for (let n = from; n < to; n++) {
      const magnitude = Math.abs(buffer[n] ?? 0);
      if (magnitude > highest) highest = magnitude;
    }
    return highest;
  },
  mark(buffer, from, to, threshold, peaks) {
    let found = false;
    for (let n = from; n < to; n++) {
      const magnitude = Math.abs(buffer[n] ?? 0);
      if (!(magnitude > threshold)) continue;
      found = true;
      if (magnitude > (peaks[n - from] ?? 0)) peaks[n - from] = magnitude;
    }
    return found;
  },
};

/** A filter that knows the samples alone, for whom a sample peak is what is asked for. */
export function samplePeakFilter(): TruePeakFilter {
  return SAMPLES_ALONE;
}

function largerOf(a: number, b: number): number {
  const first = Math.abs(a);
  const second = Math.abs(b);
  return first > second ? first : second;
}

function raiseToPoint(points: Float64Array, top: Float64Array): void {
  let highest = top[0] ?? 0;
  for (let n = 0; n < points.length; n++) {
    const magnitude = Math.abs(points[n] ?? 0);
    if (magnitude > highest) highest = magnitude;
  }
  top[0] = highest;
}

/** The vertices of parabolas through three points that follow each other, where they lie between these. */
function raiseToParabola(points: Float64Array, top: Float64Array): void {
  let highest = top[0] ?? 0;
  for (let n = 1; n + 1 < points.length; n++) {
    const before = points[n - 1] ?? 0;
    const here = points[n] ?? 0;
    const after = points[n + 1] ?? 0;
    const bend = 2 * here - before - after;
    const tilt = (after - before) / 2;
    if (Math.abs(tilt) > Math.abs(bend)) continue;
    const vertex = Math.abs(here + (tilt * tilt) / (2 * bend));
    if (vertex > highest) highest = vertex;
  }
  top[0] = highest;
}
