// node bench/transcode-media.mjs INPUT RESULT [OPTIONS]: a recording in another format, which the result's ending tells, in a
// process of its own. OPTIONS is JSON. What would be forced to the disk is not, as ffmpeg does not force it.
import { extname } from "node:path";
import { fileSink, fileSource } from "longwave/node";
import { transcode } from "longwave/transcode";
import { printFigures } from "./print-figures.mjs";

const [input, result, options = "{}"] = process.argv.slice(2);
const begun = performance.now();
const source = await fileSource(input);
const sink = await fileSink(result, { durable: false });
await transcode(source, sink, { format: extname(result).slice(1), copy: "never", ...JSON.parse(options) });
await source.close();
printFigures(begun);
