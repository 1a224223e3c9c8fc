// node bench/process-recording.mjs RECORDING head|all|day: an equalizer, a compressor and a limiter over a recording, by
// chunk, in a process of its own. `head` is the first 64 KiB of the result, `day` six times the recording.
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
} from "longwave";
import { fileSource } from "longwave/node";
import { printFigures } from "./print-figures.mjs";

const [recording, part = "all"] = process.argv.slice(2);
const begun = performance.now();
const wav = await openWav(await fileSource(recording));
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
const nowhere = { write: async () => {}, close: async () => {}, abort: async () => {} };

if (part === "head") await file.read(0, new Uint8Array(64 * 1024));
else await copy(file, nowhere);

printFigures(begun);
// A chunk that is computed ahead is of no use to anybody now.
process.exit(0);
