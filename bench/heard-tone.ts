/** What there is of a tone in a result, in dB beside the tone that went in. */
export interface HeardTone {
  /** Of the tone itself. */
  readonly level: number;
  /** Of all else. */
  readonly residue: number;
  /** Of all. */
  readonly total: number;
}

/** A sine, of one channel. */
export function tone(
  frequency: number,
  sampleRate: number,
  seconds: number,
  amplitude: number,
): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * sampleRate) },
    (_, n) => amplitude * Math.sin((2 * Math.PI * ((frequency * n) % sampleRate)) / sampleRate),
  );
}

/** Looks for a tone of that amplitude in the middle of a result, by least squares. */
export function heardTone(
  output: Float32Array,
  frequency: number,
  sampleRate: number,
  amplitude: number,
): HeardTone {
  const from = Math.floor(output.length * 0.3);
  const middle = output.subarray(from, Math.floor(output.length * 0.7));
  const angle = (n: number) => (2 * Math.PI * ((frequency * (from + n)) % sampleRate)) / sampleRate;
  let [ss, cc, sc, ys, yc, yy] = [0, 0, 0, 0, 0, 0];
  for (const [n, y] of middle.entries()) {
    const [s, c] = [Math.sin(angle(n)), Math.cos(angle(n))];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    ys += y * s;
    yc += y * c;
    yy += y * y;
  }
  const determinant = ss * cc - sc * sc;
  const a = (ys * cc - yc * sc) / determinant;
  const b = (yc * ss - ys * sc) / determinant;
  let rest = 0;
  for (const [n, y] of middle.entries()) rest += (y - a * Math.sin(angle(n)) - b * Math.cos(angle(n))) ** 2;
  const decibels = (power: number) => 10 * Math.log10(power / amplitude ** 2);
  return {
    level: decibels(a * a + b * b),
    residue: decibels((2 * rest) / middle.length),
    total: decibels((2 * yy) / middle.length),
  };
}
