/**
 * The steps of a fast Fourier transform in place, by fours. Spectra are in the order of `binOrder`, in which decimation
 * in frequency leaves them and decimation in time wants them, so nothing is ever permuted.
 *
 * Where the size is twice a power of four, the last step forward and the first one back, which is by twos, is left to
 * the caller: neighbors `(a, b)` stand for the bins `a + b` and `a - b`. Who multiplies the spectrum can do that in the
 * same go. Where the size is a power of four, nothing is left.
 *
 * Nothing is scaled: forward and back gives the values times the size.
 */
export interface FourierSteps {
  /** `re` and `im` have `size` values or more; those behind are left alone. */
  forward(re: Float64Array, im: Float64Array): void;
  inverse(re: Float64Array, im: Float64Array): void;
}

/** Butterflies of one width, and the factors that turn their outputs: cosine and sine of 1, 2 and 3 times the angle. */
interface Stage {
  readonly width: number;
  readonly twiddles: Float64Array;
}

/** Stages this narrow go through the factors first, and through the places where each is needed inside. */
const NARROW = 64;

/** Sizes are few, so this stays small. */
const known = new Map<number, FourierSteps>();

/** @param size a power of four, or twice one, 4 or more */
export function fourierSteps(size: number): FourierSteps {
  const made = known.get(size) ?? makeSteps(size);
  known.set(size, made);
  return made;
}

/** The bin that each position of a spectrum holds: the bits of the position in reverse. */
export function binOrder(size: number): Float64Array {
  const bins = new Float64Array(size);
  for (let filled = 1; filled < size; filled *= 2) {
    for (let i = 0; i < filled; i++) {
      const even = 2 * (bins[i] ?? 0);
      bins[i] = even;
      bins[filled + i] = even + 1;
    }
  }
  return bins;
}

function makeSteps(size: number): FourierSteps {
  const stages: Stage[] = [];
  for (let width = size; width >= 4; width /= 4) stages.push({ width, twiddles: twiddlesOf(width) });
  const backwards = stages.toReversed();
  return {
    forward(re, im) {
      for (const stage of stages) pass(forwardButterflies, re, im, size, stage);
    },
    inverse(re, im) {
      for (const stage of backwards) pass(inverseButterflies, re, im, size, stage);
    },
  };
}

function twiddlesOf(width: number): Float64Array {
  const quarter = width / 4;
  const twiddles = new Float64Array(6 * quarter);
  for (let j = 0, at = 0; j < quarter; j++) {
    for (let turn = 1; turn <= 3; turn += 1, at += 2) {
      const angle = (2 * Math.PI * j * turn) / width;
      twiddles[at] = Math.cos(angle);
      twiddles[at + 1] = Math.sin(angle);
    }
  }
  return twiddles;
}

type Butterflies = typeof forwardButterflies;

/** A pass over all of the values: blocks of `width`, in each of them a quarter of that many butterflies. */
function pass(
  butterflies: Butterflies,
  re: Float64Array,
  im: Float64Array,
  size: number,
  { width, twiddles }: Stage,
): void {
  const quarter = width / 4;
  if (width > NARROW) {
    for (let block = 0; block < size; block += width) {
      butterflies(re, im, block, block + quarter, 1, quarter, twiddles, 0, 6);
    }
  } else {
    for (let j = 0; j < quarter; j++) butterflies(re, im, j, size, width, quarter, twiddles, 6 * j, 0);
  }
}

/** Decimation in frequency: sums and differences of four, turned, in bit-reversed order. */
function forwardButterflies(
  re: Float64Array,
  im: Float64Array,
  from: number,
  to: number,
  step: number,
  quarter: number,
  twiddles: Float64Array,
  at: number,
  advance: number,
): void {
  for (let a = from; a < to; a += step, at += advance) {
    const b = a + quarter;
    const c = b + quarter;
    const d = c + quarter;
    const ar = re[a] ?? 0;
    const br = re[b] ?? 0;
    const cr = re[c] ?? 0;
    const dr = re[d] ?? 0;
    const ai = im[a] ?? 0;
    const bi = im[b] ?? 0;
    const ci = im[c] ?? 0;
    const di = im[d] ?? 0;
    const sumR = ar + cr;
    const sumI = ai + ci;
    const otherR = br + dr;
    const otherI = bi + di;
    re[a] = sumR + otherR;
    im[a] = sumI + otherI;
    const twoR = sumR - otherR;
    const twoI = sumI - otherI;
    const cos2 = twiddles[at + 2] ?? 0;
    const sin2 = twiddles[at + 3] ?? 0;
    re[b] = twoR * cos2 + twoI * sin2;
    im[b] = twoI * cos2 - twoR * sin2;
    const gapR = ar - cr;
    const gapI = ai - ci;
    const quarterR = br - dr;
    const quarterI = bi - di;
    const oneR = gapR + quarterI;
    const oneI = gapI - quarterR;
    const cos1 = twiddles[at] ?? 0;
    const sin1 = twiddles[at + 1] ?? 0;
    re[c] = oneR * cos1 + oneI * sin1;
    im[c] = oneI * cos1 - oneR * sin1;
    const threeR = gapR - quarterI;
    const threeI = gapI + quarterR;
    const cos3 = twiddles[at + 4] ?? 0;
    const sin3 = twiddles[at + 5] ?? 0;
    re[d] = threeR * cos3 + threeI * sin3;
    im[d] = threeI * cos3 - threeR * sin3;
  }
}

/** Decimation in time, the same the other way round. */
function inverseButterflies(
  re: Float64Array,
  im: Float64Array,
  from: number,
  to: number,
  step: number,
  quarter: number,
  twiddles: Float64Array,
  at: number,
  advance: number,
): void {
  for (let a = from; a < to; a += step, at += advance) {
    const b = a + quarter;
    const c = b + quarter;
    const d = c + quarter;
    const cos1 = twiddles[at] ?? 0;
    const sin1 = twiddles[at + 1] ?? 0;
    const cos2 = twiddles[at + 2] ?? 0;
    const sin2 = twiddles[at + 3] ?? 0;
    const cos3 = twiddles[at + 4] ?? 0;
    const sin3 = twiddles[at + 5] ?? 0;
    const ar = re[a] ?? 0;
    const ai = im[a] ?? 0;
    const br = re[b] ?? 0;
    const bi = im[b] ?? 0;
    const cr = re[c] ?? 0;
    const ci = im[c] ?? 0;
    const dr = re[d] ?? 0;
    const di = im[d] ?? 0;
    const twoR = br * cos2 - bi * sin2;
    const twoI = bi * cos2 + br * sin2;
    const oneR = cr * cos1 - ci * sin1;
    const oneI = ci * cos1 + cr * sin1;
    const threeR = dr * cos3 - di * sin3;
    const threeI = di * cos3 + dr * sin3;
    const sumR = ar + twoR;
    const sumI = ai + twoI;
    const oddR = oneR + threeR;
    const oddI = oneI + threeI;
    re[a] = sumR + oddR;
    im[a] = sumI + oddI;
    re[c] = sumR - oddR;
    im[c] = sumI - oddI;
    const gapR = ar - twoR;
    const gapI = ai - twoI;
    const turnR = oneI - threeI;
    const turnI = threeR - oneR;
    re[b] = gapR - turnR;
    im[b] = gapI - turnI;
    re[d] = gapR + turnR;
    im[d] = gapI + turnI;
  }
}
