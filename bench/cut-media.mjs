// node bench/cut-media.mjs RECORDING FOLDER COUNT SECONDS: clips, evenly over a recording, as WAV files, in a process of its own.
// As many are cut at once as there are cores.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { clip, copy, encodeWav } from "longwave";
import { fileSink, fileSource } from "longwave/node";
import { openMedia } from "longwave/transcode";
import { printFigures } from "./print-figures.mjs";

const [recording, folder, count, seconds] = process.argv.slice(2);
const begun = performance.now();
const source = await fileSource(recording);
const media = await openMedia(source);
const step = Math.floor(media.duration / Number(count));
let next = 0;

async function cutSome() {
  while (next < Number(count)) {
    const number = next++;
    const from = number * step * media.sampleRate;
    const sound = clip(media, from, from + Number(seconds) * media.sampleRate);
    const sink = await fileSink(join(folder, `clip${number}.wav`), { durable: false });
    await copy(encodeWav(sound, { encoding: "pcm", bitsPerSample: 16 }), sink);
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, cutSome));
await media.close();
await source.close();
printFigures(begun);
