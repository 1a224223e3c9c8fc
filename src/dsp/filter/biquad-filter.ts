import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { AT_REST } from "../at-rest.ts";
import { checkPlanes } from "../planes.ts";
import type { Processor } from "../processor.ts";
import type { BiquadCoefficients } from "./biquad.ts";

/** What a cascade of biquads is made of. */
export interface BiquadFilterOptions {
  /** 1 or more. */
  readonly channels: number;
  /** The filters that each channel goes through, one after the other. None leave it as it is. */
  readonly sections: readonly BiquadCoefficients[];
}

/** Frames between two looks at the state, counted from the start: so it does not matter how blocks are cut. */
const PIECE = 256;

/**
 * A cascade of biquads (transposed direct form II, in double precision from the first section to the last).
 *
 * Its latency is 0. Every 256 frames, state below 1e-30 becomes 0, so that sound ends in digital silence. A sample that
 * is not finite spoils what follows up to the next such frame, where the filter begins anew.
 *
 * @throws LongwaveError `options/invalid`
 */
export function biquadFilter({ channels, sections }: BiquadFilterOptions): Processor {
  checkIntegerOption("channels", channels, 1);
  const count = sections.length;
  const coefficients = new Float64Array(5 * count);
  sections.forEach(({ b0, b1, b2, a1, a2 }, section) => {
    checkFinite(b0, b1, b2, section);
    checkStable(a1, a2, section);
    coefficients.set([b0, b1, b2, a1, a2], 5 * section);
  });
  const states = Array.from({ length: channels }, () => new Float64Array(2 * count));
  const piece = new Float64Array(PIECE);
  let frame = 0; // of the piece

  return {
    latency: 0,
    process(planes) {
      const length = checkPlanes(planes, channels);
      if (count === 0) return;
      for (let from = 0; from < length; ) {
        const frames = Math.min(length - from, PIECE - frame);
        frame = (frame + frames) % PIECE;
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[channel];
          const state = states[channel];
          if (plane === undefined || state === undefined) continue;
          load(plane, from, piece, frames);
          let section = 0;
          for (; section + 2 <= count; section += 2) filterPair(piece, frames, coefficients, state, section);
          if (section < count) filterOne(piece, frames, coefficients, state, section);
          store(piece, plane, from, frames);
          if (frame === 0) settle(state);
        }
        from += frames;
      }
    },
    reset() {
      for (const state of states) state.fill(0);
      frame = 0;
    },
  };
}

function checkFinite(b0: number, b1: number, b2: number, section: number): void {
  if (Number.isFinite(b0) && Number.isFinite(b1) && Number.isFinite(b2)) return;
  throw optionError(`options.sections[${section}]`, "finite coefficients", `b0 ${b0}, b1 ${b1}, b2 ${b2}`);
}

/** Poles lie within the unit circle where `a1` and `a2` lie within this triangle. */
function checkStable(a1: number, a2: number, section: number): void {
  if (Math.abs(a2) < 1 && Math.abs(a1) < 1 + a2) return;
  throw optionError(`options.sections[${section}]`, "a stable filter", `a1 ${a1}, a2 ${a2}`);
}

function load(plane: Float32Array, from: number, piece: Float64Array, frames: number): void {
  for (let n = 0; n < frames; n++) piece[n] = plane[from + n] ?? 0;
}

function store(piece: Float64Array, plane: Float32Array, from: number, frames: number): void {
  for (let n = 0; n < frames; n++) plane[from + n] = piece[n] ?? 0;
}

/** Two sections in one loop: the second works on a sample while the first is at the next. */
function filterPair(
  samples: Float64Array,
  frames: number,
  coefficients: Float64Array,
  state: Float64Array,
  section: number,
): void {
  const at = 5 * section;
  const b0 = coefficients[at] ?? 0;
  const b1 = coefficients[at + 1] ?? 0;
  const b2 = coefficients[at + 2] ?? 0;
  const a1 = coefficients[at + 3] ?? 0;
  const a2 = coefficients[at + 4] ?? 0;
  const d0 = coefficients[at + 5] ?? 0;
  const d1 = coefficients[at + 6] ?? 0;
  const d2 = coefficients[at + 7] ?? 0;
  const c1 = coefficients[at + 8] ?? 0;
  const c2 = coefficients[at + 9] ?? 0;
  let s1 = state[2 * section] ?? 0;
  let s2 = state[2 * section + 1] ?? 0;
  let t1 = state[2 * section + 2] ?? 0;
  let t2 = state[2 * section + 3] ?? 0;
  for (let n = 0; n < frames; n++) {
    const x = samples[n] ?? 0;
    const y = b0 * x + s1;
    s1 = b1 * x + s2 - a1 * y;
    s2 = b2 * x - a2 * y;
    const z = d0 * y + t1;
    t1 = d1 * y + t2 - c1 * z;
    t2 = d2 * y - c2 * z;
    samples[n] = z;
  }
  state[2 * section] = s1;
  state[2 * section + 1] = s2;
  state[2 * section + 2] = t1;
  state[2 * section + 3] = t2;
}

function filterOne(
  samples: Float64Array,
  frames: number,
  coefficients: Float64Array,
  state: Float64Array,
  section: number,
): void {
  const at = 5 * section;
  const b0 = coefficients[at] ?? 0;
  const b1 = coefficients[at + 1] ?? 0;
  const b2 = coefficients[at + 2] ?? 0;
  const a1 = coefficients[at + 3] ?? 0;
  const a2 = coefficients[at + 4] ?? 0;
  let s1 = state[2 * section] ?? 0;
  let s2 = state[2 * section + 1] ?? 0;
  for (let n = 0; n < frames; n++) {
    const x = samples[n] ?? 0;
    const y = b0 * x + s1;
    s1 = b1 * x + s2 - a1 * y;
    s2 = b2 * x - a2 * y;
    samples[n] = y;
  }
  state[2 * section] = s1;
  state[2 * section + 1] = s2;
}

function settle(state: Float64Array): void {
  for (let n = 0; n < state.length; n++) {
    const size = Math.abs(state[n] ?? 0);
    if (!(size >= AT_REST && size < Number.POSITIVE_INFINITY)) state[n] = 0;
  }
}
