import type { AudioSource } from "./audio-source.ts";

/** A source that is watched while somebody reads it. */
export interface PeakWatch extends AudioSource {
  /** The highest amplitude of what was read so far, full scale being 1; 0 before. Samples that are not finite are left out. */
  readonly peak: number;
}

/** A source as it is, and the highest sample of what is read of it: whether it was clipped by whoever wrote it as integers. */
export function peakWatch(source: AudioSource): PeakWatch {
  const { sampleRate, channels, frames } = source;
  let peak = 0;
  return {
    sampleRate,
    channels,
    frames,
    get peak() {
      return peak;
    },
    async read(start, planes, signal) {
      const count = await source.read(start, planes, signal);
      for (const plane of planes) peak = Math.max(peak, highest(plane, count));
      return count;
    },
  };
}

function highest(plane: Float32Array, count: number): number {
  let most = 0;
  for (let n = 0; n < count; n++) {
    const amplitude = Math.abs(plane[n] ?? 0);
    if (amplitude > most && amplitude < Number.POSITIVE_INFINITY) most = amplitude;
  }
  return most;
}
