import { noiseAt } from "./noise.ts";

/** Chords with a beat and swells, in stereo, peaks near full scale: what filters and dynamics have to work for. */
export function music(sampleRate: number, seconds: number): Float32Array[] {
  const frames = sampleRate * seconds;
  return [0, 1].map((channel) =>
    Float32Array.from({ length: frames }, (_, frame) => {
      const time = frame / sampleRate;
      const beat = time % 0.5;
      const chord = [110, 164.8, 220, 277.2, 329.6].reduce(
        (sum, frequency, n) => sum + Math.sin(2 * Math.PI * (frequency + channel) * time + n),
        0,
      );
      const swell = 0.5 + 0.45 * Math.sin(2 * Math.PI * 0.07 * time + channel);
      const kick = Math.sin(2 * Math.PI * 55 * beat) * Math.exp(-beat * 12);
      const hat = noiseAt(frame, channel) * Math.exp(-((time + 0.25) % 0.25) * 50);
      return 0.12 * swell * chord + 0.5 * kick + 0.1 * hat;
    }),
  );
}
