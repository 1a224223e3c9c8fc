import type { Waveform } from "./waveform.ts";

/**
 * The values of a waveform as players take them that know numbers from -1 to 1 alone (the `peaks` of wavesurfer.js).
 *
 * @returns an array for each channel: the least and the largest sample of each pixel in turn, divided by 128 for 8 bits
 *   and by 32768 for 16
 */
export function normalizedPeaks({ bits, channels, length, values }: Waveform): Float32Array<ArrayBuffer>[] {
  const fullScale = bits === 8 ? 128 : 32_768;
  return Array.from({ length: channels }, (_, channel) => {
    const peaks = new Float32Array(2 * length);
    for (let pixel = 0; pixel < length; pixel++) {
      const at = 2 * (pixel * channels + channel);
      peaks[2 * pixel] = (values[at] ?? 0) / fullScale;
      peaks[2 * pixel + 1] = (values[at + 1] ?? 0) / fullScale;
    }
    return peaks;
  });
}
