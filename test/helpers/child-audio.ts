// Goes through a generated recording of mono at 16 kHz in one way and prints the most memory that the process took, in
// bytes, and how many frames came out. Arguments: the way, seconds.
import type { AudioSource } from "../../src/audio/audio-source.ts";
import { blocks } from "../../src/audio/blocks/blocks.ts";
import { processChunked } from "../../src/audio/chunked/process-chunked.ts";
import { generatorSource } from "../../src/audio/generator-source.ts";
import { process as processAll } from "../../src/audio/process.ts";
import { resample } from "../../src/audio/resample.ts";
import { scan } from "../../src/audio/scan.ts";
import { compressor } from "../../src/dsp/dynamics/compressor.ts";
import { biquad } from "../../src/dsp/filter/biquad.ts";
import { biquadFilter } from "../../src/dsp/filter/biquad-filter.ts";
import { processorChain } from "../../src/dsp/processor-chain.ts";

const FORMAT = { sampleRate: 16_000, channels: 1 };

const filter = () =>
  biquadFilter({ channels: 1, sections: [biquad({ type: "highpass", frequency: 80 }, FORMAT.sampleRate)] });
const effect = () => processorChain([filter(), compressor(FORMAT)]);

/** Reads all of it, a second at a time, and keeps none. */
async function played(source: AudioSource): Promise<number> {
  let frames = 0;
  for await (const { planes } of blocks(source, { size: FORMAT.sampleRate, reuse: true })) {
    frames += planes[0]?.length ?? 0;
  }
  return frames;
}

const WAYS: Readonly<Record<string, (source: AudioSource) => Promise<number>>> = {
  process: (source) => played(processAll(source, effect)),
  processChunked: (source) => played(processChunked(source, filter, { chunk: 10, maxBytes: 2 ** 21 })),
  scan: async (source) => (await scan(source)).levels.samples,
  resample: (source) => played(resample(source, 8000)),
};

const [, , way = "", seconds = ""] = process.argv;
const frames = Number(seconds) * FORMAT.sampleRate;
const source = generatorSource({ ...FORMAT, frames }, (start, [plane = new Float32Array()]) => {
  // Beats that fade out, with a second of silence after each four.
  for (let n = 0; n < plane.length; n++) {
    const frame = start + n;
    plane[n] = frame % 80_000 < 64_000 ? ((frame % 61) / 61 - 0.5) * (1 - (frame % 8000) / 8000) : 0;
  }
});
const heard = await WAYS[way]?.(source);
process.stdout.write(`${JSON.stringify({ frames: heard, bytes: process.resourceUsage().maxRSS * 1024 })}\n`);
