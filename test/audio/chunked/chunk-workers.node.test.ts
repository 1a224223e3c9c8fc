import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test } from "vitest";
import { processedHour, processedWindow } from "../../helpers/processed-chunks.ts";
import { sameBits } from "../../helpers/sound-difference.ts";

const SCRIPT = new URL("../../helpers/worker-chunks.ts", import.meta.url);

/** tsx as an option reaches the main thread alone; in a worker it has to be called. */
const START = `import("tsx/esm/api").then(({ register }) => register()).then(() => import("${SCRIPT}"))`;

/** Windows by their numbers, one after the other, out of a worker that has computed nothing else. */
async function fromWorker(indexes: readonly number[]): Promise<Map<number, Float32Array[]>> {
  const worker = new Worker(START, { eval: true });
  onTestFinished(async () => void (await worker.terminate()));
  const windows = new Map<number, Float32Array[]>();
  for (const index of indexes) {
    worker.postMessage(index);
    const [planes] = await once(worker, "message");
    windows.set(index, planes);
  }
  return windows;
}

test("a chunk has the same bits in whichever worker it is computed, and after whatever others", async () => {
  const here = processedHour();
  const order = [0, 1, 2, 700, 701, 30];
  const expected = new Map<number, Float32Array[]>();
  for (const index of order) expected.set(index, await processedWindow(here, index));
  const [one, two, all] = await Promise.all([
    fromWorker([701, 0, 30]),
    fromWorker([1, 700, 2]),
    fromWorker(order.toReversed()),
  ]);
  const isSame = (windows: ReadonlyMap<number, Float32Array[]>) =>
    [...windows].map(([index, planes]) => [index, sameBits(planes, expected.get(index) ?? [])]);
  expect(isSame(new Map([...one, ...two]))).toEqual([701, 0, 30, 1, 700, 2].map((index) => [index, true]));
  expect(isSame(all)).toEqual(order.toReversed().map((index) => [index, true]));
  expect(sameBits(expected.get(0) ?? [], expected.get(1) ?? [])).toBe(false);
});
