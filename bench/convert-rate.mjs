// node bench/convert-rate.mjs RECORDING RATE RESULT: a recording at another sample rate, 16 bit, in a process of its own.
import { copy, encodeWav, openWav, resample } from "longwave";
import { fileSink, fileSource } from "longwave/node";
import { printFigures } from "./print-figures.mjs";

const [recording, rate, result] = process.argv.slice(2);
const begun = performance.now();
const wav = await openWav(await fileSource(recording));
const file = encodeWav(resample(wav, Number(rate)), { encoding: "pcm", bitsPerSample: 16 });
await copy(file, await fileSink(result));
printFigures(begun);
