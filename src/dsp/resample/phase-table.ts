/** A kernel over time: its value so many input frames from its middle. */
export type Kernel = (frames: number) => number;

/** Interpolation between samples at positions that are a fixed fraction apart, with a short kernel. */
export interface PhaseTable {
  /** The first input frame that an output frame is made of. The last one comes `taps - 1` later. */
  first(index: number): number;
  /**
   * Makes output frames.
   *
   * @param input input frames, as many as the kernel reaches
   * @param origin the input frame that is first in `input`
   * @param index the first output frame to make, which becomes the first of `output`
   * @param count how many to make
   */
  run(input: Float64Array, origin: number, index: number, output: Float64Array, count: number): void;
}

/** Where the output frames lie, and what they are made with. */
export interface PhaseTableOptions {
  /** Output frame n lies at input frame `n * step / period`, two integers without a common divisor. */
  readonly step: number;
  readonly period: number;
  /** Input frames that the kernel reaches, an even number. */
  readonly taps: number;
  readonly kernel: Kernel;
  /** Phases per input frame that are enough where a phase is fitted between three kernels. */
  readonly fittedPhases: number;
}

/** A table with a row for every phase has at most this many values (256 KiB). */
const MOST_VALUES = 2 ** 15;

/** Half of the distance between the outer of three Chebyshev nodes in a cell of width 1. */
const NODE = Math.sqrt(3) / 4;

/**
 * All positions are exact: `index` is split into whole periods and a rest before it is multiplied, so no product
 * exceeds 2^53, and nothing drifts.
 */
export function phaseTable(options: PhaseTableOptions): PhaseTable {
  return options.period * options.taps <= MOST_VALUES ? exactTable(options) : fittedTable(options);
}

/** Rows in the order in which output frames need them, so that the factors are read one after the other. */
function exactTable({ step, period, taps, kernel }: PhaseTableOptions): PhaseTable {
  const rows = new Float64Array(period * taps);
  for (let row = 0; row < period; row++) {
    rows.set(kernelAt(((row * step) % period) / period, taps, kernel), row * taps);
  }
  const wholeStep = Math.floor(step / period);
  const partStep = step % period;
  const first = firstFrame(step, period, taps);
  return {
    first,
    run(input, origin, index, output, count) {
      const row = index - Math.floor(index / period) * period;
      let at = first(index) - origin;
      let part = (row * step) % period;
      let factor = row * taps;
      let n = 0;
      // Frames that are a period apart have the same factors: four of them at once load these once.
      while (n + 4 * period <= count) {
        for (const end = n + period; n < end; n++) {
          let one = 0;
          let two = 0;
          let three = 0;
          let four = 0;
          const rowEnd = factor + taps;
          for (let x = at; factor < rowEnd; factor += 2, x += 2) {
            const even = rows[factor] ?? 0;
            const odd = rows[factor + 1] ?? 0;
            const y = x + step;
            const z = y + step;
            const w = z + step;
            one += even * (input[x] ?? 0) + odd * (input[x + 1] ?? 0);
            two += even * (input[y] ?? 0) + odd * (input[y + 1] ?? 0);
            three += even * (input[z] ?? 0) + odd * (input[z + 1] ?? 0);
            four += even * (input[w] ?? 0) + odd * (input[w + 1] ?? 0);
          }
          output[n] = one;
          output[n + period] = two;
          output[n + 2 * period] = three;
          output[n + 3 * period] = four;
          if (factor === rows.length) factor = 0;
          at += wholeStep;
          part += partStep;
          if (part >= period) {
            part -= period;
            at++;
          }
        }
        n += 3 * period;
        at += 3 * step;
      }
      for (; n < count; n++) {
        let sum = 0;
        const rowEnd = factor + taps;
        for (let x = at; factor < rowEnd; factor += 2, x += 2) {
          sum += (rows[factor] ?? 0) * (input[x] ?? 0) + (rows[factor + 1] ?? 0) * (input[x + 1] ?? 0);
        }
        output[n] = sum;
        if (factor === rows.length) factor = 0;
        at += wholeStep;
        part += partStep;
        if (part >= period) {
          part -= period;
          at++;
        }
      }
    },
  };
}

/** Between rows: each factor is a parabola over a cell of phases, fitted where the error is least. */
function fittedTable({ step, period, taps, kernel, fittedPhases }: PhaseTableOptions): PhaseTable {
  const cells = new Float64Array(fittedPhases * taps * 3);
  for (let cell = 0, at = 0; cell < fittedPhases; cell++) {
    const middle = kernelAt((cell + 0.5) / fittedPhases, taps, kernel);
    const before = kernelAt((cell + 0.5 - NODE) / fittedPhases, taps, kernel);
    const after = kernelAt((cell + 0.5 + NODE) / fittedPhases, taps, kernel);
    for (let tap = 0; tap < taps; tap += 1, at += 3) {
      const m = middle[tap] ?? 0;
      const b = before[tap] ?? 0;
      const a = after[tap] ?? 0;
      cells[at] = m;
      cells[at + 1] = (a - b) / (2 * NODE);
      cells[at + 2] = (a + b - 2 * m) / (2 * NODE * NODE);
    }
  }
  const wholeStep = Math.floor(step / period);
  const partStep = step % period;
  const first = firstFrame(step, period, taps);
  const scale = fittedPhases / period;
  return {
    first,
    run(input, origin, index, output, count) {
      let at = first(index) - origin;
      let part = ((index - Math.floor(index / period) * period) * step) % period;
      for (let n = 0; n < count; n++) {
        const phase = part * scale;
        const cell = Math.min(Math.floor(phase), fittedPhases - 1);
        const within = phase - cell - 0.5;
        let constant = 0;
        let linear = 0;
        let square = 0;
        let factor = cell * taps * 3;
        for (let x = at, end = at + taps; x < end; x += 1, factor += 3) {
          const sample = input[x] ?? 0;
          constant += (cells[factor] ?? 0) * sample;
          linear += (cells[factor + 1] ?? 0) * sample;
          square += (cells[factor + 2] ?? 0) * sample;
        }
        output[n] = constant + within * (linear + within * square);
        at += wholeStep;
        part += partStep;
        if (part >= period) {
          part -= period;
          at++;
        }
      }
    },
  };
}

function firstFrame(step: number, period: number, taps: number): (index: number) => number {
  return (index) => {
    const periods = Math.floor(index / period);
    const rest = index - periods * period;
    return periods * step + Math.floor((rest * step) / period) - taps / 2 + 1;
  };
}

/** The factors for a position so far behind an input frame. */
function kernelAt(phase: number, taps: number, kernel: Kernel): Float64Array {
  const factors = new Float64Array(taps);
  for (let tap = 0; tap < taps; tap++) factors[tap] = kernel(tap - taps / 2 + 1 - phase);
  return factors;
}
