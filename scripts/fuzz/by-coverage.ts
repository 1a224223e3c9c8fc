import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import type { LoopOrder } from "./loop.ts";
import type { FuzzOrder } from "./order.ts";

/** Milliseconds that one input may take. */
const LONGEST_TIME = 10_000;

/**
 * Fuzzes with what V8 itself tells of the blocks that have run, where no addon can be loaded. Simpler and slower than
 * libFuzzer, but it runs wherever Node does.
 *
 * @returns whether nothing was found
 */
export async function fuzzByCoverage(order: FuzzOrder): Promise<boolean> {
  const loop = join(order.scratch, "loop.cjs");
  await build({
    entryPoints: ["scripts/fuzz/loop.ts"],
    outfile: loop,
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
  });
  const state = new Int32Array(new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT));
  const input = new Uint8Array(new SharedArrayBuffer(order.longestInput));
  const { module, corpus, words, longestInput } = order;
  const workerData: LoopOrder = { module, corpus, words, longestInput, state, input };
  const worker = new Worker(loop, { workerData });

  const error = await new Promise<unknown>((resolve) => {
    let [triedBefore, since] = [0, Date.now()];
    const watch = setInterval(() => {
      const tried = Atomics.load(state, 0);
      if (tried !== triedBefore) [triedBefore, since] = [tried, Date.now()];
      else if (Date.now() - since > LONGEST_TIME)
        resolve(new Error(`an input took more than ${LONGEST_TIME} ms`));
    }, 500);
    const end = setTimeout(resolve, order.seconds * 1000, undefined);
    worker.once("error", resolve);
    worker.once("exit", () => {
      clearInterval(watch);
      clearTimeout(end);
    });
  });
  await worker.terminate();
  const [tried = 0, length = 0, reached = 0] = state;
  console.log(`${tried} inputs tried, ${reached} places reached`);
  if (error === undefined) return true;
  const finding = join(order.findings, `found-${Date.now()}.wav`);
  writeFileSync(finding, input.slice(0, length));
  console.log(finding, error);
  return false;
}
