/**
 * A sine of full scale from a frame on.
 *
 * @param sampleRate 1 for a frequency in cycles per frame
 */
export function sine(frequency: number, sampleRate: number, frames: number, first = 0): Float32Array {
  // The period is taken off before the sine is, so that it is exact far from the beginning.
  return Float32Array.from({ length: frames }, (_, n) =>
    Math.sin((2 * Math.PI * ((frequency * (first + n)) % sampleRate)) / sampleRate),
  );
}
