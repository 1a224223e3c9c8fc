import { fourierSteps } from "./fft.ts";
import { kaiser, sinc } from "./kaiser.ts";
import { type Kernel, type PhaseTable, phaseTable } from "./phase-table.ts";
import { QUALITY_TRAITS, type QualityTraits, type ResampleQuality } from "./resample-quality.ts";
import { kernelResponse, steepReach, steepResponse } from "./steep-response.ts";

/**
 * A conversion of the sample rate in blocks, each of which depends on a known range of the input and on nothing else.
 * So blocks can be computed in any order, anywhere, and a result is the same to the bit however it is asked for.
 */
export interface ResampleBlocks {
  /** Output frames per block: block k has the frames from `k * blockFrames` on. */
  readonly blockFrames: number;
  /** Input frames that a block is made of. */
  readonly windowFrames: number;
  /** The first of these, below 0 for the first blocks. What lies outside of the recording is silence. */
  windowStart(block: number): number;
  /**
   * Computes a block of one channel.
   *
   * @param window `windowFrames` frames from `windowStart(block)` on; those that are not finite count as 0
   * @param output is given `blockFrames` frames
   */
  render(block: number, window: Float32Array, output: Float32Array): void;
}

/** Transforms of these sizes; the next is taken where a window or a block would be too large otherwise. */
const SIZES = [8192, 2048];
const FAST_SIZES = [2048];

/** Frames that a window or a block may have, as long as a smaller transform can help. */
const MOST_FRAMES = 2 ** 18;

/**
 * Blocks from one sample rate to another, which is not the same.
 *
 * There are two filters, because a steep one is dear where every output frame has a phase of its own. The steep one
 * works at twice the lower rate, by multiplication of spectra (overlap-save), and goes from there to the lower rate or
 * from the lower rate to there. A short one interpolates between twice the lower rate and the higher rate; half of the
 * spectrum there is of no interest, so it can be very short.
 *
 * The real and the imaginary half of a transform are two halves of a block, which lie one after the other.
 */
export function resampleBlocks(from: number, to: number, quality: ResampleQuality): ResampleBlocks {
  const traits = QUALITY_TRAITS[quality];
  return to < from ? blocksDown(from, to, traits, quality) : blocksUp(from, to, traits, quality);
}

function blocksDown(
  from: number,
  to: number,
  traits: QualityTraits,
  quality: ResampleQuality,
): ResampleBlocks {
  const short = shortFilter(from, 2 * to, to, traits);
  const reach = steepReach(traits);
  const framesOf = (size: number) => Math.ceil(((2 * size - 2 * reach) * from) / (2 * to)) + short.taps + 1;
  const size = sizeFor(quality, framesOf);
  const half = size / 2 - reach;
  const { sums, differences } = steepResponse(
    traits,
    size,
    1 / size,
    reach,
    short.responseAt(from / (2 * to)),
  );
  const windowFrames = framesOf(size);
  const middle = new Float64Array(windowFrames);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const wide = fourierSteps(size);
  const narrow = fourierSteps(size / 2);
  const firstMiddle = (block: number) => 4 * half * block - reach;
  return {
    blockFrames: 2 * half,
    windowFrames,
    windowStart: (block) => short.table.first(firstMiddle(block)),
    render(block, window, output) {
      const index = firstMiddle(block);
      const start = short.table.first(index);
      copyFinite(window, 0, middle, windowFrames);
      short.table.run(middle, start, index, re, size);
      short.table.run(middle, start, index + 2 * half, im, size);
      wide.forward(re, im);
      for (let p = 0, a = 0; a < size; p += 1, a += 2) {
        const sum = sums[p] ?? 0;
        const difference = differences[p] ?? 0;
        // Of the two bins that fall on one another, weighted, nothing but this is left.
        const real = (re[a] ?? 0) * sum + (re[a + 1] ?? 0) * difference;
        const imaginary = (im[a] ?? 0) * sum + (im[a + 1] ?? 0) * difference;
        re[p] = real;
        im[p] = imaginary;
      }
      narrow.inverse(re, im);
      for (let n = 0, at = reach / 2; n < half; n += 1, at++) {
        output[n] = re[at] ?? 0;
        output[half + n] = im[at] ?? 0;
      }
    },
  };
}

function blocksUp(from: number, to: number, traits: QualityTraits, quality: ResampleQuality): ResampleBlocks {
  const short = shortFilter(2 * from, to, from, traits);
  const reach = steepReach(traits);
  const halfOf = (size: number) => Math.floor(((size - 2 * reach - short.taps - 2) * to) / (2 * from));
  const size = sizeFor(quality, (size) => 2 * halfOf(size));
  const half = halfOf(size);
  const { sums, differences } = steepResponse(traits, size, 2 / size, reach, short.responseAt(1));
  const windowFrames = Math.ceil((half * from) / to) + 1 + size / 2;
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const result = new Float64Array(half);
  const wide = fourierSteps(size);
  const narrow = fourierSteps(size / 2);
  const firstFrame = (index: number) => Math.floor((short.table.first(index) - reach) / 2);
  return {
    blockFrames: 2 * half,
    windowFrames,
    windowStart: (block) => firstFrame(2 * half * block),
    render(block, window, output) {
      const index = 2 * half * block;
      const start = firstFrame(index);
      const second = firstFrame(index + half);
      copyFinite(window, 0, re, size / 2);
      copyFinite(window, second - start, im, size / 2);
      narrow.forward(re, im);
      for (let p = size / 2 - 1, a = size - 2; p >= 0; p -= 1, a -= 2) {
        const sum = sums[p] ?? 0;
        const difference = differences[p] ?? 0;
        const real = re[p] ?? 0;
        const imaginary = im[p] ?? 0;
        re[a] = real * sum;
        re[a + 1] = real * difference;
        im[a] = imaginary * sum;
        im[a + 1] = imaginary * difference;
      }
      wide.inverse(re, im);
      short.table.run(re, 2 * start, index, result, half);
      output.set(result);
      short.table.run(im, 2 * second, index + half, result, half);
      output.set(result, half);
    },
  };
}

interface ShortFilter {
  readonly table: PhaseTable;
  readonly taps: number;
  /** Its response, for frequencies in cycles per so many frames of its input. */
  responseAt(frames: number): (frequency: number) => number;
}

/**
 * The cutoff of the short kernel's sinc, as a part of the lower rate. This and its beta are found by search: they are
 * those for which, at a length, every image is as far down as can be against what it falls on.
 */
const SHORT_CUTOFF = 0.1;

/** The interpolation between twice the lower rate and the higher one. */
function shortFilter(from: number, to: number, lower: number, traits: QualityTraits): ShortFilter {
  const divisor = greatestCommonDivisor(from, to);
  const position = { step: from / divisor, period: to / divisor };
  if (from === to) {
    const kernel: Kernel = (frames) => (frames === 0 ? 1 : 0);
    const table = phaseTable({ ...position, taps: 2, kernel, fittedPhases: 1 });
    return { table, taps: 2, responseAt: () => () => 1 };
  }
  const taps = 2 * Math.ceil((traits.shortLength * from) / (2 * lower) / 2);
  const beta = 2.5 * ((taps * 2 * lower) / from - 1);
  const cutoff = (2 * SHORT_CUTOFF * lower) / from;
  const kernel: Kernel = (frames) => sinc(cutoff * frames) * kaiser(beta, frames / (taps / 2));
  // A parabola over a cell of width h misses an oscillation of angular frequency w by (w h)^3 / 192 at the most.
  const fastest = (2 * Math.PI * 1.5 * lower) / from;
  const fittedPhases = Math.ceil(fastest / Math.cbrt(192 * 10 ** (-(traits.attenuation + 15) / 20)));
  const response = kernelResponse(kernel, taps / 2);
  return {
    table: phaseTable({ ...position, taps, kernel, fittedPhases }),
    taps,
    responseAt: (frames) => (frequency) => response(frequency / frames),
  };
}

function sizeFor(quality: ResampleQuality, framesOf: (size: number) => number): number {
  const sizes = quality === "fast" ? FAST_SIZES : SIZES;
  return sizes.find((size) => framesOf(size) <= MOST_FRAMES) ?? sizes.at(-1) ?? 0;
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A value that is not finite would spread over everything that is in a transform with it. */
function copyFinite(from: Float32Array, start: number, to: Float64Array, count: number): void {
  for (let n = 0; n < count; n++) {
    const value = from[start + n] ?? 0;
    to[n] = value - value === 0 ? value : 0;
  }
}
