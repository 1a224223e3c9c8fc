// Computes windows of a processed recording in a worker of its own, each as it is asked for by its number.
import { parentPort } from "node:worker_threads";
import { processedHour, processedWindow } from "./processed-chunks.ts";

const audio = processedHour();
parentPort?.on("message", async (index: number) => {
  parentPort?.postMessage(await processedWindow(audio, index));
});
