import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { heardTone, tone } from "./heard-tone.ts";
import { type RateConverter, rateConverters } from "./rate-converters.ts";

/** How good a conversion of the sample rate is, in dB. */
export interface QualityFigure {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Of tones at `LEVEL_PARTS` of the lower Nyquist frequency. */
  readonly levels: readonly number[];
  /** The greatest change of level of tones up to `PASS_BAND` of it. */
  readonly ripple: number;
  /** The loudest of what comes out beside these tones. */
  readonly residue: number;
  /** The loudest that is left of tones above it, where there is anything above it. */
  readonly alias?: number;
}

/** Parts of the lower Nyquist frequency. */
export const LEVEL_PARTS: readonly number[] = [0.9, 0.95, 0.98, 0.9999];
const PASS_BAND = 0.9;

const RATES: readonly (readonly [from: number, to: number])[] = [
  [44_100, 16_000],
  [48_000, 44_100],
  [44_100, 48_000],
  [16_000, 44_100],
];
const TONES = 14;
const TONE_SECONDS = 1.5;

/** SoX clips what rounding takes beyond full scale. */
const AMPLITUDE = 0.5;

/** Holds the resampler beside those of SoX and ffmpeg, tone by tone. */
export function measureQuality(folder: string): QualityFigure[] {
  const scratch = mkdtempSync(join(folder, "tones-"));
  try {
    const converters = rateConverters(scratch);
    return RATES.flatMap(([from, to]) => converters.map((converter) => quality(converter, from, to)));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function quality({ name, convert }: RateConverter, from: number, to: number): QualityFigure {
  const nyquist = Math.min(from, to) / 2;
  const hear = (part: number) => {
    const frequency = part * nyquist;
    const output = convert(tone(frequency, from, TONE_SECONDS, AMPLITUDE), from, to);
    return heardTone(output, frequency, to, AMPLITUDE);
  };
  const pass = evenly(0.01, PASS_BAND).map(hear);
  const above = from > to ? evenly(1, Math.min(from / 2 / nyquist, 3) * 0.99).map(hear) : [];
  return {
    name,
    from,
    to,
    levels: LEVEL_PARTS.map((part) => hear(part).level),
    ripple: Math.max(...pass.map(({ level }) => Math.abs(level))),
    residue: Math.max(...pass.map(({ residue }) => residue)),
    ...(above.length > 0 && { alias: Math.max(...above.map(({ total }) => total)) }),
  };
}

function evenly(least: number, most: number): number[] {
  return Array.from({ length: TONES }, (_, index) => least + ((most - least) * index) / (TONES - 1));
}
