// The thread of by-coverage.ts: tries inputs until it is told to stop, and keeps those that reach something new.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import { workerData } from "node:worker_threads";
import { mutationOf } from "./mutation.ts";

/** What the thread is given. */
export interface LoopOrder {
  /** A CommonJS module that exports `fuzz`. */
  readonly module: string;
  readonly corpus: string;
  readonly words: readonly string[];
  readonly longestInput: number;
  /** For the one who watches: inputs tried, and the length of the one that is being tried. */
  readonly state: Int32Array;
  /** That input. */
  readonly input: Uint8Array;
}

const order: LoopOrder = workerData;
const { fuzz } = require(order.module) as { fuzz(bytes: Uint8Array): Promise<void> };
const session = new Session();
const reached = new Set<string>();
const corpus: Uint8Array[] = [];

async function run(): Promise<never> {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  for (const name of readdirSync(order.corpus)) await attempt(readFileSync(join(order.corpus, name)));
  for (;;) {
    const bytes = mutationOf(corpus, order.words, order.longestInput);
    if (await attempt(bytes)) writeFileSync(join(order.corpus, `reached-${reached.size}`), bytes);
  }
}

/** Tries an input, and keeps it if it reaches something new. A failure ends the thread. */
async function attempt(bytes: Uint8Array): Promise<boolean> {
  const input = bytes.subarray(0, order.longestInput);
  order.input.set(input);
  Atomics.store(order.state, 1, input.length);
  Atomics.add(order.state, 0, 1);
  await fuzz(input);
  const before = reached.size;
  for (const place of await placesReached()) reached.add(place);
  Atomics.store(order.state, 2, reached.size);
  if (reached.size === before) return false;
  corpus.push(input);
  return true;
}

/** The blocks of the module that have run since the last call, each with the magnitude of how often. */
async function placesReached(): Promise<string[]> {
  const { result } = await session.post("Profiler.takePreciseCoverage");
  return result
    .filter(({ url }) => url.endsWith(order.module))
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .filter(({ count }) => count > 0)
    .map(
      ({ startOffset, endOffset, count }) => `${startOffset}-${endOffset}: ${Math.floor(Math.log2(count))}`,
    );
}

void run();
