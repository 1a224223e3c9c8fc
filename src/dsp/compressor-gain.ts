import { binaryFraction, binaryLogarithm } from "./binary-logarithm.ts";
import { gainFromDecibels } from "./decibel.ts";

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

const MOST = 63;

/** A compressor's gain that has not reduced anything yet. */
export function gainReduction(options: GainReductionOptions): GainReduction {
  const { attack, release, makeup, levelsAre } = options;
  const slope = 1 - 1 / options.ratio;
  const knee = options.knee / DOUBLE;
  const start = gainFromDecibels(options.threshold - options.knee / 2);
  const least = levelsAre === "powers" ? start * start : start;
  const scale = levelsAre === "powers" ? 0.5 : 1;
  const perLeast = 1 / least;
  let reduction = 0;

  return {
    gains(levels, frames, into) {
      let reduced = reduction;
      for (let n = 0; n < frames; n++) {
        const level = levels[n] ?? 0;
        // Below the knee, which most levels may be, there is no logarithm to take.
        let wanted = 0;
        if (level > least) {
          const over = scale * binaryLogarithm(level * perLeast);
          wanted = over < knee ? (slope * over * over) / (2 * knee) : slope * (over - knee / 2);
        }
        reduced = wanted + (wanted > reduced ? attack : release) * (reduced - wanted);
        if (reduced < NOTHING) reduced = 0;
        into[n] = reduced === 0 ? makeup : makeup * binaryFraction(reduced < MOST ? reduced : MOST);
      }
      reduction = reduced;
    },
    reset() {
      reduction = 0;
    },
  };
}
