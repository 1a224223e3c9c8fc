/**
 * The Kaiser window (J. F. Kaiser and R. W. Schafer, "On the use of the I0-sinh window for spectrum analysis", IEEE
 * Trans. ASSP-28, 1980): the zeroth modified Bessel function over half an ellipse. It trades the width of its main lobe
 * for the height of the side lobes.
 *
 * @param beta the shape: 0 is a rectangle, more is narrower
 * @param position from -1 to 1, the ends of the window; 0 at the ends and outside
 * @returns 1 in the middle
 */
export function kaiser(beta: number, position: number): number {
  const inside = 1 - position * position;
  return inside > 0 ? besselI0(beta * Math.sqrt(inside)) / besselI0(beta) : 0;
}

/** The shape of the window that gives a windowed sinc so many decibels of attenuation, 50 or more. */
export function kaiserBeta(attenuation: number): number {
  return 0.1102 * (attenuation - 8.7);
}

/**
 * How long a sinc under a Kaiser window must be, with a hundredth more than the rule of thumb, which is short by that
 * much for some attenuations.
 *
 * @param attenuation dB, as of `kaiserBeta`
 * @param transition from the end of the pass band to the beginning of the stop band, in cycles per sample
 * @returns samples from the first to the last
 */
export function kaiserLength(attenuation: number, transition: number): number {
  return (1.01 * (attenuation - 7.95)) / (2.285 * 2 * Math.PI * transition);
}

/** The normalized sinc, `sin(πx) / (πx)`. */
export function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The zeroth modified Bessel function of the first kind, by its power series, whose terms are all positive. */
function besselI0(x: number): number {
  const quarter = (x * x) / 4;
  let sum = 1;
  let term = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= quarter / (k * k);
    sum += term;
  }
  return sum;
}
