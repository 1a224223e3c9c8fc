import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { descriptorOf } from "../../stream/node/file-source.ts";
import type { Platform } from "../engine/platform.ts";
import { loadCore } from "./load-core.ts";

/** Threads and files of Node. */
export const nodePlatform: Platform = {
  cores: availableParallelism(),
  sharesMemory: true,
  loadCore,
  startWorker(ears) {
    const worker = new Worker(new URL("./transcode-worker.js", import.meta.url), {
      // What the process was started with (loaders of test runners, inspectors) is no business of this thread.
      execArgv: [],
    });
    worker.on("message", ears.onMessage);
    let isEnded = false;
    const fail = (error: unknown) => {
      if (!isEnded) ears.onFailure(error);
    };
    worker.on("error", fail);
    worker.on("exit", fail);
    return {
      say: (message) => worker.postMessage(message),
      terminate() {
        isEnded = true;
        void worker.terminate();
      },
      hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    };
  },
  canLend: (source) => descriptorOf(source) !== undefined,
  lend(name, source) {
    const lent = descriptorOf(source)?.lend();
    if (lent === undefined) return undefined;
    const { number, release, onClosing } = lent;
    const { size, name: title } = source;
    return {
      spec: { kind: "descriptor", name, number, size, ...(title !== undefined && { title }) },
      release,
      onWantedBack: onClosing,
    };
  },
};
