/** Noise from -1 to 1 that is the same for each frame however it is read. */
export function noiseAt(frame: number, channel: number): number {
  const wild = Math.sin(frame * 12.9898 + (channel + 1) * 78.233) * 43758.5453;
  return 2 * (wild - Math.floor(wild)) - 1;
}

/** Noise from -1 to 1, one sample at a time, the same for the same seed: an integer from 1 to 2^31 - 2. */
export function noiseFrom(seed: number): () => number {
  let state = seed;
  return () => {
    // Park and Miller's minimal standard generator, which is not the one of src/dsp.
    state = (state * 48271) % 2147483647;
    return (state / 2147483647) * 2 - 1;
  };
}

/** So many samples of noise from -1 to 1. */
export function whiteNoise(frames: number, seed = 1): Float32Array {
  return Float32Array.from({ length: frames }, noiseFrom(seed));
}

/** Planes of noise whose level goes up and down, with some digital silence. */
export function restlessNoise(channels: number, frames: number, peak = 1, seed = 1): Float32Array[] {
  const next = noiseFrom(seed);
  return Array.from({ length: channels }, () =>
    Float32Array.from({ length: frames }, (_, n) => {
      const swell = Math.sin((2 * Math.PI * n) / (frames / 3)) ** 4;
      return n % 1000 > 950 ? 0 : peak * swell * next();
    }),
  );
}
