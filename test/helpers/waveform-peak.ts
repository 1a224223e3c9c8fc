/**
 * How high the waveform of samples rises, by brute force: `factor` points per sample, each a sum over 2 × `reach`
 * samples with the weights of a sinc under a Blackman window. Silence before and after.
 */
export function waveformPeak(samples: Float32Array, factor: number = 16, reach: number = 64): number {
  let peak = 0;
  for (let phase = 0; phase < factor; phase++) {
    const weights = Array.from({ length: 2 * reach }, (_, tap) => {
      const distance = tap - reach + 1 - phase / factor;
      const angle = (Math.PI * distance) / reach;
      const window = 0.42 + 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
      return distance === 0 ? 1 : (window * Math.sin(Math.PI * distance)) / (Math.PI * distance);
    });
    for (let n = -reach; n < samples.length + reach; n++) {
      let sum = 0;
      for (let tap = 0; tap < weights.length; tap++) {
        sum += (weights[tap] ?? 0) * (samples[n + tap - reach + 1] ?? 0);
      }
      peak = Math.max(peak, Math.abs(sum));
    }
  }
  return peak;
}
