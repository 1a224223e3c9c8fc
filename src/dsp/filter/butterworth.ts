import { checkChoiceOption } from "../../stream/choice-option.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { type BiquadCoefficients, biquad, checkCorner } from "./biquad.ts";

/** A Butterworth filter: as flat as can be in its passband, -3 dB at its corner, 6 dB per octave and order beyond. */
export interface ButterworthDesign {
  readonly type: "lowpass" | "highpass";
  /** Corner in Hz, above 0 and below half the sample rate. */
  readonly frequency: number;
  /** 1 to 24. */
  readonly order: number;
}

/**
 * The sections of a Butterworth filter, by the bilinear transform with its corner kept where it is. An odd order has a
 * section of first order, which is first; the others follow by rising `q`. (A. V. Oppenheim and R. W. Schafer,
 * "Discrete-Time Signal Processing", 3rd edition, 2010, sections 7.2.2, "Bilinear Transformation", and 7.3.)
 *
 * @param sampleRate Hz, an integer of 1 or more
 * @throws LongwaveError `options/invalid`
 */
export function butterworth(design: ButterworthDesign, sampleRate: number): BiquadCoefficients[] {
  const { type, frequency, order } = design;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkChoiceOption("type", type, ["lowpass", "highpass"]);
  checkCorner(frequency, sampleRate);
  checkIntegerOption("order", order, 1);
  checkNumberOption("order", order, 1, 24);
  const sections: BiquadCoefficients[] = [];
  if (order % 2 === 1) sections.push(firstOrder(type, Math.tan((Math.PI * frequency) / sampleRate)));
  for (let pair = Math.floor(order / 2) - 1; pair >= 0; pair--) {
    // Poles stand evenly on a half circle; this is the quality of a pair by its angle.
    const q = 1 / (2 * Math.sin(((2 * pair + 1) * Math.PI) / (2 * order)));
    sections.push(biquad({ type, frequency, q }, sampleRate));
  }
  return sections;
}

function firstOrder(type: ButterworthDesign["type"], corner: number): BiquadCoefficients {
  const b0 = (type === "lowpass" ? corner : 1) / (1 + corner);
  return { b0, b1: type === "lowpass" ? b0 : -b0, b2: 0, a1: (corner - 1) / (corner + 1), a2: 0 };
}
