import { readSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import type { InputSpec } from "../engine/job.ts";
import { serveJobs } from "../worker/serve-jobs.ts";
import type { SyncFile } from "../worker/sync-file.ts";

/** Reads an open file of the process by position. */
function descriptorFile(number: number, size: number): SyncFile {
  return {
    size,
    read(offset, into) {
      let filled = 0;
      const wanted = Math.min(into.length, Math.max(0, size - offset));
      while (filled < wanted) {
        const got = readSync(number, into, filled, wanted - filled, offset + filled);
        if (got === 0) break;
        filled += got;
      }
      return filled;
    },
  };
}

const serve = serveJobs({
  // The path that was resolved outside: here, the package may be out of sight.
  loadScript: async (script) => createRequire(script)(script),
  say: (message, transfer) => parentPort?.postMessage(message, transfer),
  openInput(spec: InputSpec) {
    if (spec.kind === "descriptor") return descriptorFile(spec.number, spec.size);
    throw new Error(`Node has no inputs of the kind ${spec.kind}`);
  },
  openOutput({ kind }) {
    throw new Error(`Node has no outputs of the kind ${kind}`);
  },
});

parentPort?.on("message", serve);
