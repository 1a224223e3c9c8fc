// Copies a file and prints by how many KiB its peak memory grew. Arguments: from, to.
import { readFileSync } from "node:fs";
import { copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { fileSink, fileSource } from "../../src/stream/node/index.ts";

/** The peak of the resident memory in KiB (proc(5), VmHWM). */
function peak(): number {
  return Number(/VmHWM:\s*(\d+)/.exec(readFileSync("/proc/self/status", "latin1"))?.[1]);
}

const [, , from = "", to = ""] = process.argv;
// What is loaded and compiled on the way is not the copy's.
await copy(memorySource(new Uint8Array(1 << 20)), memorySink());
const source = await fileSource(from);
const sink = await fileSink(to, { durable: false });
const before = peak();
const bytes = await copy(source, sink);
process.stdout.write(`${JSON.stringify({ bytes, grownKib: peak() - before })}\n`);
