// node bench/stop-media.mjs RECORDING: how long it takes to stop a conversion in the middle, in a process of its own.
import { setTimeout } from "node:timers/promises";
import { fileSource } from "longwave/node";
import { transcode } from "longwave/transcode";
import { printFigures } from "./print-figures.mjs";

const nowhere = { write: async () => {}, close: async () => {}, abort: async () => {} };
const controller = new AbortController();
const source = await fileSource(process.argv[2]);
const job = transcode(source, nowhere, { format: "flac", copy: "never", signal: controller.signal }).then(
  () => "done",
  () => "stopped",
);
await setTimeout(700);
const begun = performance.now();
controller.abort();
const end = await job;
if (end !== "stopped") throw new Error(`the job was ${end} before it could be stopped`);
printFigures(begun);
