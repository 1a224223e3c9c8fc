import { writeFileSync } from "node:fs";
import { wavBytes } from "./cli-recording.ts";

/** A stretch of a recording: a sine, or silence where the level is 0. */
export interface Sound {
  readonly seconds: number;
  /** The amplitude, beside full scale; one for each channel, or one for all. */
  readonly level: number | readonly number[];
  /** Hz; 440 unless told otherwise. */
  readonly frequency?: number;
}

/** Writes a recording of 16 bits that sounds like this. */
export function writeSounds(
  path: string,
  sounds: readonly Sound[],
  { sampleRate = 16_000, channels = 1 }: { readonly sampleRate?: number; readonly channels?: number } = {},
): void {
  const samples: number[] = [];
  for (const { seconds, level, frequency = 440 } of sounds) {
    for (let frame = 0; frame < seconds * sampleRate; frame++) {
      const sine = Math.sin((2 * Math.PI * frequency * frame) / sampleRate);
      for (let channel = 0; channel < channels; channel++) {
        const amplitude = typeof level === "number" ? level : (level[channel] ?? 0);
        samples.push(Math.round(32_767 * amplitude * sine));
      }
    }
  }
  const bytes = new Uint8Array(Int16Array.from(samples).buffer);
  writeFileSync(path, wavBytes(bytes, { sampleRate, channels }));
}
