import { gainFromDecibels } from "../decibel.ts";
import { binaryFractions, binaryLogarithms } from "./binary-logarithm.ts";

/** From levels to gains: the curve of a compressor, and how its reduction moves. */
export interface GainReduction {
  /** Writes a gain to `into` for each of the first `frames` levels. */
  gains(levels: Float64Array, frames: number, into: Float64Array): void;
  reset(): void;
}

/** The curve and the smoothing. */
export interface GainReductionOptions {
  /** dB. */
  readonly threshold: number;
  readonly ratio: number;
  /** dB. */
  readonly knee: number;
  /** Whether levels are magnitudes or their squares. */
  readonly levelsAre: "amplitudes" | "powers";
  /** Smoothing factors. */
  readonly attack: number;
  readonly release: number;
  /** A factor. */
  readonly makeup: number;
}

/** dB of an amplitude that is doubled. Reductions are counted in these, for which powers of 2 are at hand. */
const DOUBLE = 20 * Math.log10(2);

/** A reduction that is so small, 1e-6 dB, is none. */
const NOTHING = 1e-6 / DOUBLE;

/** A compressor's gain that has not reduced anything yet. */
export function gainReduction(options: GainReductionOptions): GainReduction {
  const { attack, release, makeup, levelsAre } = options;
  const slope = 1 - 1 / options.ratio;
  const knee = options.knee / DOUBLE;
  const start = gainFromDecibels(options.threshold - options.knee / 2);
  const least = levelsAre === "powers" ? start * start : start;
  const scale = levelsAre === "powers" ? 0.5 : 1;
  const perLeast = 1 / least;
  const curve: Curve = { scale, knee, slope, attack, release };
  const last = new Float64Array(1); // the reduction so far

  return {
    gains(levels, frames, into) {
      binaryLogarithms(levels, perLeast, frames, into);
      reduce(into, frames, last, curve);
      binaryFractions(into, makeup, frames);
    },
    reset() {
      last.fill(0);
    },
  };
}

/** How far a level that is a logarithm is over the beginning of the knee, what that comes to, and how soon. */
interface Curve {
  readonly scale: number;
  readonly knee: number;
  readonly slope: number;
  readonly attack: number;
  readonly release: number;
}

/**
 * Replaces levels by smoothed reductions.
 *
 * @param last the reduction before them, and then the last of them. It comes out of an array because V8 would allocate a
 *   number for each frame if the loop began with a variable of which it does not know that it is a number.
 */
function reduce(levels: Float64Array, frames: number, last: Float64Array, curve: Curve): void {
  const { scale, knee, slope, attack, release } = curve;
  let reduced = last[0] ?? 0;
  for (let n = 0; n < frames; n++) {
    const over = scale * (levels[n] ?? 0);
    const wanted = over < knee ? (slope * over * over) / (2 * knee) : slope * (over - knee / 2);
    reduced = wanted + (wanted > reduced ? attack : release) * (reduced - wanted);
    if (reduced < NOTHING) reduced = 0;
    levels[n] = reduced;
  }
  last[0] = reduced;
}
