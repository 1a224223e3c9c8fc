import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";

/**
 * A filter of second order: `y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2]`. The coefficients are
 * divided by `a0`, which is 1.
 */
export interface BiquadCoefficients {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** A filter without a gain of its own. At most one of `q` and `bandwidth`. */
export interface PassDesign {
  /**
   * `bandpass` has a gain of 0 dB at its center, `bandpass-skirt` one of `q`, and slopes that do not depend on `q`.
   * `allpass` changes the phase alone.
   */
  readonly type: "lowpass" | "highpass" | "bandpass" | "bandpass-skirt" | "notch" | "allpass";
  /** Corner or center in Hz, above 0 and below half the sample rate. */
  readonly frequency: number;
  /**
   * Quality, 1e-4 to 1000; `Math.SQRT1_2` unless told otherwise, with which a low-pass or high-pass is -3 dB at its
   * corner.
   */
  readonly q?: number;
  /** Width in octaves instead, 1e-4 to 20: between the -3 dB points of a band-pass or notch. */
  readonly bandwidth?: number;
}

/** Raises or lowers a band around a frequency. At most one of `q` and `bandwidth`. */
export interface PeakingDesign {
  readonly type: "peaking";
  /** Center in Hz, above 0 and below half the sample rate. */
  readonly frequency: number;
  /** dB at the center, -120 to 120. */
  readonly gain: number;
  /** Quality, 1e-4 to 1000; 1 unless told otherwise. */
  readonly q?: number;
  /** Width in octaves instead, 1e-4 to 20: between the points of half the gain in dB. */
  readonly bandwidth?: number;
}

/** Raises or lowers all below or above a frequency. At most one of `slope` and `q`. */
export interface ShelfDesign {
  readonly type: "lowshelf" | "highshelf";
  /** Midpoint in Hz, where the gain in dB is half, above 0 and below half the sample rate. */
  readonly frequency: number;
  /** dB on the shelf, -120 to 120. */
  readonly gain: number;
  /** Steepness, 1e-4 to 1; 1 unless told otherwise, the steepest that has no hump. */
  readonly slope?: number;
  /** Quality instead, 1e-4 to 1000. */
  readonly q?: number;
}

/** What a biquad is to be. */
export type BiquadDesign = PassDesign | PeakingDesign | ShelfDesign;

const TYPES: readonly BiquadDesign["type"][] = [
  "lowpass",
  "highpass",
  "bandpass",
  "bandpass-skirt",
  "notch",
  "allpass",
  "peaking",
  "lowshelf",
  "highshelf",
];

/**
 * The coefficients of a filter, by the RBJ Audio EQ Cookbook (Robert Bristow-Johnson).
 *
 * A `BiquadFilterNode` of the Web Audio API has the same filters, but for its low-pass and high-pass, whose `Q` is in
 * dB (`q = 10 ** (Q / 20)` here), and its shelves, whose slope is 1.
 *
 * @param sampleRate Hz, an integer of 1 or more
 * @throws LongwaveError `options/invalid`
 */
export function biquad(design: BiquadDesign, sampleRate: number): BiquadCoefficients {
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkChoiceOption("type", design.type, TYPES);
  checkCorner(design.frequency, sampleRate);
  const omega = (2 * Math.PI * design.frequency) / sampleRate;
  const cos = Math.cos(omega);
  if (design.type === "peaking") {
    const root = rootOfGain(design.gain);
    const alpha = alphaOf(design, omega, 1);
    return normalized(
      1 + alpha * root,
      -2 * cos,
      1 - alpha * root,
      1 + alpha / root,
      -2 * cos,
      1 - alpha / root,
    );
  }
  if (isShelf(design)) return shelf(design, omega);
  const alpha = alphaOf(design, omega, Math.SQRT1_2);
  const [b0, b1, b2] = passNumerator(design.type, omega, alpha);
  return normalized(b0, b1, b2, 1 + alpha, -2 * cos, 1 - alpha);
}

/**
 * Holds the frequency of a filter against the sample rate.
 *
 * @throws LongwaveError `options/invalid` unless it is above 0 and below half the sample rate
 */
export function checkCorner(frequency: number, sampleRate: number): void {
  if (frequency > 0 && frequency < sampleRate / 2) return;
  throw optionError(
    "options.frequency",
    `above 0 and below half the sample rate, ${sampleRate / 2}`,
    frequency,
  );
}

function isShelf(design: PassDesign | ShelfDesign): design is ShelfDesign {
  return design.type === "lowshelf" || design.type === "highshelf";
}

function passNumerator(type: PassDesign["type"], omega: number, alpha: number): [number, number, number] {
  const cos = Math.cos(omega);
  switch (type) {
    case "lowpass":
      return [(1 - cos) / 2, 1 - cos, (1 - cos) / 2];
    case "highpass":
      return [(1 + cos) / 2, -(1 + cos), (1 + cos) / 2];
    case "bandpass":
      return [alpha, 0, -alpha];
    case "bandpass-skirt":
      return [Math.sin(omega) / 2, 0, -Math.sin(omega) / 2];
    case "notch":
      return [1, -2 * cos, 1];
    case "allpass":
      return [1 - alpha, -2 * cos, 1 + alpha];
  }
}

function shelf(design: ShelfDesign, omega: number): BiquadCoefficients {
  const root = rootOfGain(design.gain);
  const edge = 2 * Math.sqrt(root) * shelfAlpha(design, omega, root);
  // The cookbook's high shelf is its low shelf with the frequency axis turned around: the cosine changes its sign.
  const turned = design.type === "lowshelf" ? 1 : -1;
  const cos = turned * Math.cos(omega);
  const plus = root + 1;
  const minus = root - 1;
  return normalized(
    root * (plus - minus * cos + edge),
    turned * 2 * root * (minus - plus * cos),
    root * (plus - minus * cos - edge),
    plus + minus * cos + edge,
    turned * -2 * (minus + plus * cos),
    plus + minus * cos - edge,
  );
}

/** The cookbook's `A`: the square root of the gain. */
function rootOfGain(decibels: number): number {
  checkNumberOption("gain", decibels, -120, 120);
  return 10 ** (decibels / 40);
}

function alphaOf(design: PassDesign | PeakingDesign, omega: number, defaultQ: number): number {
  const { q, bandwidth } = design;
  if (bandwidth === undefined) return alphaOfQ(q ?? defaultQ, omega);
  if (q !== undefined) throw optionError("options.bandwidth", "without options.q", bandwidth);
  checkNumberOption("bandwidth", bandwidth, 1e-4, 20);
  return Math.sin(omega) * Math.sinh(((Math.LN2 / 2) * bandwidth * omega) / Math.sin(omega));
}

function shelfAlpha({ q, slope }: ShelfDesign, omega: number, root: number): number {
  if (q !== undefined) {
    if (slope !== undefined) throw optionError("options.slope", "without options.q", slope);
    return alphaOfQ(q, omega);
  }
  const steepness = slope ?? 1;
  checkNumberOption("slope", steepness, 1e-4, 1);
  return (Math.sin(omega) / 2) * Math.sqrt((root + 1 / root) * (1 / steepness - 1) + 2);
}

function alphaOfQ(q: number, omega: number): number {
  checkNumberOption("q", q, 1e-4, 1000);
  return Math.sin(omega) / (2 * q);
}

function normalized(
  b0: number,
  b1: number,
  b2: number,
  a0: number,
  a1: number,
  a2: number,
): BiquadCoefficients {
  return { b0: b0 / a0, b1: b1 / a0, b2: b2 / a0, a1: a1 / a0, a2: a2 / a0 };
}
