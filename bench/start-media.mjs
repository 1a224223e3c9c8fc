// node bench/start-media.mjs RECORDING: the first 4096 frames of a recording, in a process of its own.
import { fileSource } from "longwave/node";
import { openMedia } from "longwave/transcode";
import { printFigures } from "./print-figures.mjs";

const FRAMES = 4096;

const begun = performance.now();
const media = await openMedia(await fileSource(process.argv[2]));
const planes = Array.from({ length: media.channels }, () => new Float32Array(FRAMES));
const count = await media.read(0, planes);
if (count !== FRAMES) throw new Error(`${count} frames came, not ${FRAMES}`);
printFigures(begun);
// What is decoded ahead is of no use to anybody now.
process.exit(0);
