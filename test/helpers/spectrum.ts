/** The amplitude of the sine of a frequency, in cycles per frame, in samples that hold whole periods of it. */
export function amplitudeAt(samples: ArrayLike<number>, frequency: number): number {
  let real = 0;
  let imaginary = 0;
  for (let n = 0; n < samples.length; n++) {
    const angle = 2 * Math.PI * ((frequency * n) % 1);
    real += (samples[n] ?? 0) * Math.cos(angle);
    imaginary += (samples[n] ?? 0) * Math.sin(angle);
  }
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

/** The mean power of samples between two frequencies in cycles per frame, per bin of a spectrum of 512 frames. */
export function powerBetween(samples: ArrayLike<number>, from: number, to: number): number {
  const size = 512;
  const windows = Math.floor(samples.length / size);
  const hann = Float64Array.from({ length: size }, (_, n) => 1 - Math.cos((2 * Math.PI * (n + 0.5)) / size));
  let sum = 0;
  let bins = 0;
  for (let bin = Math.ceil(from * size); bin <= to * size; bin++) {
    for (let window = 0; window < windows; window++) {
      const part = hann.map((weight, n) => weight * (samples[window * size + n] ?? 0));
      sum += amplitudeAt(part, bin / size) ** 2;
      bins++;
    }
  }
  return sum / bins;
}
