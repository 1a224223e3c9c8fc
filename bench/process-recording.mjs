// node bench/process-recording.mjs RECORDING head|all|day: an equalizer, a compressor and a limiter over a recording, by
// chunk, in a process of its own. Prints what it took, as JSON.
import { writeSync } from "node:fs";
import {
  biquad,
  biquadFilter,
  compressor,
  concat,
  copy,
  encodeWav,
  limiter,
  openWav,
  processChunked,
  processorChain,
} from "../dist/index.js";
import { fileSource } from "../dist/node.js";

const [recording, part = "all"] = process.argv.slice(2);
const begun = performance.now();
const wav = await openWav(await fileSource(recording));
// Six times four hours are a day.
const source = part === "day" ? concat(Array(6).fill(wav)) : wav;
const processed = processChunked(source, ({ sampleRate, channels }) => {
  const format = { sampleRate, channels };
  const sections = [
    biquad({ type: "lowshelf", frequency: 100, gain: 3 }, sampleRate),
    biquad({ type: "peaking", frequency: 400, gain: -2, q: 1.2 }, sampleRate),
    biquad({ type: "peaking", frequency: 3000, gain: 2, q: 0.9 }, sampleRate),
    biquad({ type: "highshelf", frequency: 9000, gain: 3 }, sampleRate),
  ];
  return processorChain([
    biquadFilter({ channels, sections }),
    compressor({ ...format, threshold: -18, ratio: 3, makeup: 6 }),
    limiter(format),
  ]);
});
const file = encodeWav(processed, { encoding: "pcm", bitsPerSample: 16 });

if (part === "head") await file.read(0, new Uint8Array(64 * 1024));
else await copy(file, nowhere());

const milliseconds = performance.now() - begun;
const seconds = source.frames / source.sampleRate;
const peakBytes = process.resourceUsage().maxRSS * 1024;
writeSync(1, `${JSON.stringify({ milliseconds, seconds, peakBytes })}\n`);
// A chunk that is computed ahead is of no use to anybody now.
process.exit(0);

function nowhere() {
  return { write: async () => {}, close: async () => {}, abort: async () => {} };
}
