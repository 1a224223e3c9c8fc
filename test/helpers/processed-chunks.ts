import type { AudioSource } from "../../src/audio/audio-source.ts";
import { processChunked } from "../../src/audio/chunked/process-chunked.ts";
import { generatorSource } from "../../src/audio/generator-source.ts";
import { compressor } from "../../src/dsp/dynamics/compressor.ts";
import { limiter } from "../../src/dsp/dynamics/limiter.ts";
import { biquad } from "../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../src/dsp/filter/biquad-filter.ts";
import { quantizer } from "../../src/dsp/level/quantizer.ts";
import { processorChain } from "../../src/dsp/processor-chain.ts";
import { noiseAt } from "./noise.ts";

const SAMPLE_RATE = 8000;

/** Seconds of a chunk. */
export const CHUNK = 4;

/** Frames of a window that begins and ends where two chunks are one. */
export const WINDOW_FRAMES: number = CHUNK * SAMPLE_RATE;

/** An hour of noise that swells, through all that remembers what was, and dither. Nothing of it is computed yet. */
export function processedHour(): AudioSource {
  const format = { sampleRate: SAMPLE_RATE, channels: 2 };
  const source = generatorSource({ ...format, frames: 3600 * SAMPLE_RATE }, (start, planes) => {
    planes.forEach((plane, channel) => {
      for (let n = 0; n < plane.length; n++) {
        const frame = start + n;
        plane[n] = noiseAt(frame % 100_003, channel) * (0.6 + 0.5 * Math.sin(frame / 3000));
      }
    });
  });
  return processChunked(
    source,
    ({ frame }) =>
      processorChain([
        biquadFilter({
          channels: 2,
          sections: [
            biquad({ type: "highpass", frequency: 80 }, SAMPLE_RATE),
            biquad({ type: "peaking", frequency: 1000, gain: 5 }, SAMPLE_RATE),
          ],
        }),
        compressor({ ...format, threshold: -20, detector: "rms", lookahead: 0.003 }),
        limiter(format),
        quantizer({ channels: 2, bitsPerSample: 16, frame }),
      ]),
    { chunk: CHUNK, overlap: 0.5, context: 1 },
  );
}

/** The window of this number, half a chunk away from where chunks begin. */
export async function processedWindow(audio: AudioSource, index: number): Promise<Float32Array[]> {
  const planes = [new Float32Array(WINDOW_FRAMES), new Float32Array(WINDOW_FRAMES)];
  await audio.read((index + 2.25) * WINDOW_FRAMES, planes);
  return planes;
}
