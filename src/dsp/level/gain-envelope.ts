import { checkChoiceOption } from "../../stream/choice-option.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";
import { checkPlanes } from "../planes.ts";
import type { Processor } from "../processor.ts";
import { FADE_CURVES, type FadeCurve, fadeGain } from "./fade-curve.ts";

/** A gain at a frame of the recording. */
export interface GainPoint {
  /** Frame of the recording. It need not be whole: half a frame is a point between two. */
  readonly frame: number;
  /** A factor, 0 or more. */
  readonly gain: number;
  /** How the gain goes from here to the next point; `"linear"` unless told otherwise. */
  readonly curve?: FadeCurve;
}

/** What a gain envelope is made of. A `ProcessorStart` has the first two. */
export interface GainEnvelopeOptions {
  /** 1 or more. */
  readonly channels: number;
  /** Frame of the recording, 0 or more, that the first frame of audio is; 0 unless told otherwise. */
  readonly frame?: number;
  /** One or more, in the order of their frames. Of points at the same frame, the last one counts from there on. */
  readonly points: readonly GainPoint[];
}

/** Frames whose gains are worked out at a time, for all channels at once. */
const PIECE = 256;

/**
 * A gain that changes along the recording. Before the first point it is that of the first, after the last that of the
 * last; one point alone is a constant gain.
 *
 * Between two points a rising gain goes along the fade in of its curve, a falling one along the fade out, which is its
 * mirror. An `exponential` way between two gains that are not 0 is a straight line in decibels. The gain is a function
 * of the frame of the recording alone, so the result is the same, to the bit, wherever the audio begins. Its latency is
 * 0. Where the gain stays 0 there is silence, whatever the samples are; where it stays 1 nothing is touched.
 *
 * @throws LongwaveError `options/invalid`
 */
export function gainEnvelope({ channels, frame, points }: GainEnvelopeOptions): Processor {
  return gainAlong(gainPath(points), channels, frame);
}

/** The points of an envelope, looked at and laid out once for any number of processors. */
export interface GainPath {
  readonly frames: Float64Array;
  readonly gains: Float64Array;
  readonly curves: readonly FadeCurve[];
}

/**
 * Prepares the points of an envelope.
 *
 * @throws LongwaveError `options/invalid`
 */
export function gainPath(points: readonly GainPoint[]): GainPath {
  checkPoints(points);
  return {
    frames: Float64Array.from(points, ({ frame }) => frame),
    gains: Float64Array.from(points, ({ gain }) => gain),
    curves: points.map(({ curve = "linear" }): FadeCurve => curve),
  };
}

/**
 * `gainEnvelope` along points that were prepared. To make one takes a search among the points, however many they are.
 *
 * @throws LongwaveError `options/invalid`
 */
export function gainAlong(path: GainPath, channels: number, start: number = 0): Processor {
  checkIntegerOption("channels", channels, 1);
  checkIntegerOption("frame", start, 0);
  const { frames, gains } = path;
  const count = frames.length;
  const piece = new Float64Array(PIECE);
  const first = firstAfter(frames, start);
  let frame = start;
  let next = first; // the first point that is still to come

  return {
    latency: 0,
    process(planes) {
      const length = checkPlanes(planes, channels);
      for (let at = 0; at < length; ) {
        while (next < count && (frames[next] ?? 0) <= frame) next++;
        const gain = gains[Math.min(next, count - 1)] ?? 1;
        const isConstant = next === 0 || next === count || gain === gains[next - 1];
        const left =
          next === count ? length - at : Math.min(length - at, Math.ceil((frames[next] ?? 0) - frame));
        const run = isConstant ? left : Math.min(left, PIECE);
        if (!isConstant) fillPiece(piece, run, path, next, frame);
        for (let channel = 0; channel < channels; channel++) {
          const plane = planes[channel];
          if (plane === undefined) continue;
          if (isConstant) scale(plane, at, run, gain);
          else multiply(plane, at, run, piece);
        }
        at += run;
        frame += run;
      }
    },
    reset() {
      frame = start;
      next = first;
    },
  };
}

/** Works out the gains of `count` frames from `frame` on, which lie between point `next - 1` and point `next`. */
function fillPiece(
  piece: Float64Array,
  count: number,
  { frames, gains, curves }: GainPath,
  next: number,
  frame: number,
): void {
  const from = frames[next - 1] ?? 0;
  const span = (frames[next] ?? 0) - from;
  const a = gains[next - 1] ?? 0;
  const b = gains[next] ?? 0;
  const curve = curves[next - 1] ?? "linear";
  for (let n = 0; n < count; n++) piece[n] = gainBetween(curve, a, b, (frame + n - from) / span);
}

/** The index of the first point behind a frame; their number where there is none. */
function firstAfter(frames: Float64Array, frame: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((frames[middle] ?? 0) <= frame) low = middle + 1;
    else high = middle;
  }
  return low;
}

function gainBetween(curve: FadeCurve, a: number, b: number, position: number): number {
  if (curve === "exponential" && a > 0 && b > 0) return a * Math.exp(position * Math.log(b / a));
  return a < b ? a + (b - a) * fadeGain(curve, position) : b + (a - b) * fadeGain(curve, 1 - position);
}

function scale(plane: Float32Array, at: number, frames: number, gain: number): void {
  if (gain === 1) return;
  if (gain === 0) plane.fill(0, at, at + frames);
  else for (let n = at; n < at + frames; n++) plane[n] = (plane[n] ?? 0) * gain;
}

function multiply(plane: Float32Array, at: number, frames: number, gains: Float64Array): void {
  for (let n = 0; n < frames; n++) plane[at + n] = (plane[at + n] ?? 0) * (gains[n] ?? 0);
}

function checkPoints(points: readonly GainPoint[]): void {
  if (points.length === 0) throw optionError("options.points", "a list of one or more", points.length);
  let last = Number.NEGATIVE_INFINITY;
  points.forEach(({ frame, gain, curve = "linear" }, index) => {
    checkNumberOption(`points[${index}].frame`, frame, last);
    checkNumberOption(`points[${index}].gain`, gain, 0);
    checkChoiceOption(`points[${index}].curve`, curve, FADE_CURVES);
    last = frame;
  });
}
