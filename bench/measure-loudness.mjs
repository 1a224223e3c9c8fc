// node bench/measure-loudness.mjs RECORDING: the integrated loudness of a recording, in a process of its own.
import { loudnessMeter, measure, openWav } from "longwave";
import { fileSource } from "longwave/node";
import { printFigures } from "./print-figures.mjs";

const [recording] = process.argv.slice(2);
const begun = performance.now();
const wav = await openWav(await fileSource(recording));
const meter = loudnessMeter({ sampleRate: wav.sampleRate, channels: wav.channels });
await measure(wav, [meter]);
if (!Number.isFinite(meter.integrated)) throw new Error(`measured ${meter.integrated} LUFS`);
printFigures(begun);
