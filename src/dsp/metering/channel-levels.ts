/**
 * What samples are, of one channel or of several. Amplitudes are linear, 1 is full scale. All are 0 without any
 * samples.
 */
export interface Levels {
  /** Samples that were measured: all but those that are NaN or infinite. */
  readonly samples: number;
  /** Samples that are NaN or infinite, which count for nothing else here. */
  readonly nonFinite: number;
  /** The greatest magnitude of a sample. */
  readonly peak: number;
  /** The first frame where it is, from the first that was added. */
  readonly peakFrame: number;
  readonly minimum: number;
  readonly maximum: number;
  /** The root of the mean square. */
  readonly rms: number;
  /** The mean. */
  readonly dcOffset: number;
  /** Samples at the clip level or above it, on either side. */
  readonly clippedSamples: number;
  /** Two or more samples in a row at the clip level or above it, on one side: each such row counts once. */
  readonly clippedRuns: number;
}

/**
 * What the levels of a channel come from, and of several channels together. Minimum and maximum are infinite without
 * samples.
 */
export interface LevelSums extends Pick<Levels, Exclude<keyof Levels, "peak" | "rms" | "dcOffset">> {
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Measures one channel. */
export interface ChannelLevels {
  /** Takes into account the frames from `from` up to `to`, of which the first is `frame` of the whole. */
  add(plane: Float32Array, from: number, to: number, frame: number): void;
  /** Puts the sums away. Must be called where it does not depend on how blocks are cut. */
  close(): void;
  sums(): LevelSums;
  reset(): void;
}

/** The levels of channels together, or of one. */
export function levelsOf(channels: readonly LevelSums[]): Levels {
  const total = (value: (sums: LevelSums) => number) => channels.reduce((sum, sums) => sum + value(sums), 0);
  const counts = {
    samples: total(({ samples }) => samples),
    nonFinite: total(({ nonFinite }) => nonFinite),
    clippedSamples: total(({ clippedSamples }) => clippedSamples),
    clippedRuns: total(({ clippedRuns }) => clippedRuns),
  };
  if (counts.samples === 0) {
    return { ...counts, peak: 0, peakFrame: 0, minimum: 0, maximum: 0, rms: 0, dcOffset: 0 };
  }
  const peak = Math.max(...channels.map(peakOf));
  const loudest = channels.filter((sums) => peakOf(sums) === peak);
  return {
    ...counts,
    peak,
    peakFrame: Math.min(...loudest.map(({ peakFrame }) => peakFrame)),
    minimum: Math.min(...channels.map(({ minimum }) => minimum)),
    maximum: Math.max(...channels.map(({ maximum }) => maximum)),
    rms: Math.sqrt(total(({ sumOfSquares }) => sumOfSquares) / counts.samples),
    dcOffset: total(({ sum }) => sum) / counts.samples,
  };
}

/** Minus infinity without samples. */
function peakOf({ minimum, maximum }: LevelSums): number {
  return Math.max(-minimum, maximum);
}

/** Fields of the state, which lies in an array so that keeping numbers allocates nothing. */
const SUM = 0;
const SUM_OF_SQUARES = 1;
const MINIMUM = 2;
const MAXIMUM = 3;
const PEAK_FRAME = 4;
const SAMPLES = 5;
const NON_FINITE = 6;
const CLIPPED = 7;
const RUNS = 8;
/** Samples at the clip level up to now, below zero where they are on that side. */
const RUN = 9;
/** Closed sums, and what was lost in adding them up. */
const TOTAL = 10;
const TOTAL_LOST = 11;
const TOTAL_OF_SQUARES = 12;
const TOTAL_OF_SQUARES_LOST = 13;
const FIELDS = 14;

/** Levels of a channel of which nothing was heard yet. */
export function channelLevels(clipLevel: number): ChannelLevels {
  const state = new Float64Array(FIELDS);
  begin();

  function begin(): void {
    state.fill(0);
    state[MINIMUM] = Number.POSITIVE_INFINITY;
    state[MAXIMUM] = Number.NEGATIVE_INFINITY;
  }

  function of(field: number): number {
    return state[field] ?? 0;
  }

  return {
    add(plane, from, to, frame) {
      if (addFinite(state, clipLevel, plane, from, to, frame)) return;
      for (let at = from; at < to; ) {
        const end = finiteEnd(plane, at, to);
        if (end > at) addFinite(state, clipLevel, plane, at, end, frame + at - from);
        for (at = end; at < to && !Number.isFinite(plane[at]); at++) {
          state[NON_FINITE] = (state[NON_FINITE] ?? 0) + 1;
          state[RUN] = 0;
        }
      }
    },
    close() {
      addTo(state, TOTAL, TOTAL_LOST, SUM);
      addTo(state, TOTAL_OF_SQUARES, TOTAL_OF_SQUARES_LOST, SUM_OF_SQUARES);
      state[SUM] = 0;
      state[SUM_OF_SQUARES] = 0;
    },
    sums: () => ({
      samples: of(SAMPLES),
      nonFinite: of(NON_FINITE),
      peakFrame: of(PEAK_FRAME),
      minimum: of(MINIMUM),
      maximum: of(MAXIMUM),
      clippedSamples: of(CLIPPED),
      clippedRuns: of(RUNS),
      sum: of(TOTAL) + (of(TOTAL_LOST) + of(SUM)),
      sumOfSquares: of(TOTAL_OF_SQUARES) + (of(TOTAL_OF_SQUARES_LOST) + of(SUM_OF_SQUARES)),
    }),
    reset: begin,
  };
}

/**
 * Takes a run of samples into account, or leaves all as it was and says so, where one of them is not finite.
 *
 * @param frame number of the first one in the whole
 */
function addFinite(
  state: Float64Array,
  clipLevel: number,
  plane: Float32Array,
  from: number,
  to: number,
  frame: number,
): boolean {
  let sum = state[SUM] ?? 0;
  let sumOfSquares = state[SUM_OF_SQUARES] ?? 0;
  let minimum = Number.POSITIVE_INFINITY;
  let maximum = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    const sample = plane[i] ?? 0;
    sum += sample;
    sumOfSquares += sample * sample;
    if (sample < minimum) minimum = sample;
    if (sample > maximum) maximum = sample;
  }
  // The square of the greatest finite sample is far from infinite here.
  if (!Number.isFinite(sumOfSquares)) return false;
  state[SUM] = sum;
  state[SUM_OF_SQUARES] = sumOfSquares;
  state[SAMPLES] = (state[SAMPLES] ?? 0) + to - from;
  const least = state[MINIMUM] ?? 0;
  const most = state[MAXIMUM] ?? 0;
  const greatest = Math.max(-minimum, maximum);
  // Minus infinity before the first sample.
  const peak = Math.max(-least, most);
  if (greatest > peak) state[PEAK_FRAME] = frame + indexOfMagnitude(greatest, plane, from) - from;
  state[MINIMUM] = Math.min(least, minimum);
  state[MAXIMUM] = Math.max(most, maximum);
  if (greatest >= clipLevel) countClipped(state, clipLevel, plane, from, to);
  else state[RUN] = 0;
  return true;
}

function countClipped(
  state: Float64Array,
  clipLevel: number,
  plane: Float32Array,
  from: number,
  to: number,
): void {
  let run = state[RUN] ?? 0;
  let clipped = 0;
  let runs = 0;
  for (let i = from; i < to; i++) {
    const sample = plane[i] ?? 0;
    if (sample >= clipLevel) run = Math.max(run, 0) + 1;
    else if (sample <= -clipLevel) run = Math.min(run, 0) - 1;
    else run = 0;
    if (run !== 0) clipped++;
    if (run === 2 || run === -2) runs++;
  }
  state[RUN] = run;
  state[CLIPPED] = (state[CLIPPED] ?? 0) + clipped;
  state[RUNS] = (state[RUNS] ?? 0) + runs;
}

/** Adds a field to a total, and keeps what rounding loses (Neumaier's sum). */
function addTo(state: Float64Array, total: number, lost: number, field: number): void {
  const value = state[field] ?? 0;
  const before = state[total] ?? 0;
  const after = before + value;
  const isLess = Math.abs(before) < Math.abs(value);
  state[lost] = (state[lost] ?? 0) + (isLess ? value - after + before : before - after + value);
  state[total] = after;
}

function indexOfMagnitude(magnitude: number, plane: Float32Array, from: number): number {
  let at = from;
  while (Math.abs(plane[at] ?? 0) !== magnitude) at++;
  return at;
}

/** Where the first sample is that is not finite. */
function finiteEnd(plane: Float32Array, from: number, to: number): number {
  let end = from;
  while (end < to && Number.isFinite(plane[end])) end++;
  return end;
}
