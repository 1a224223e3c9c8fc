import { readSync } from "node:fs";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import { unexpectedEnd } from "../../stream/byte-source.ts";
import type { InputSpec } from "../engine/job.ts";
import { serveJobs } from "../worker/serve-jobs.ts";
import type { SyncFile } from "../worker/sync-file.ts";

/** Reads an open file of the process by position. Throws `stream/unexpected-end` where it was truncated meanwhile. */
function descriptorFile({ number, size, title }: Extract<InputSpec, { kind: "descriptor" }>): SyncFile {
  return {
    size,
    read(offset, into) {
      let filled = 0;
      const wanted = Math.min(into.length, Math.max(0, size - offset));
      while (filled < wanted) {
        const got = readSync(number, into, filled, wanted - filled, offset + filled);
        // To ffmpeg, less would be the end.
        if (got === 0) {
          const file = { size, ...(title !== undefined && { name: title }) };
          throw unexpectedEnd(file, offset, filled, wanted);
        }
        filled += got;
      }
      return filled;
    },
  };
}

/**
 * Each instance of ffmpeg takes some 40 MB that V8 does not count as garbage of a few objects: it would let several hundred
 * megabytes of them come together. A full collection takes 2 ms in a thread that has nothing else.
 */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

const serve = serveJobs({
  collectGarbage: garbageCollector(),
  // The path that was resolved outside: here, the package may be out of sight.
  loadScript: async (script) => createRequire(script)(script),
  say: (message, transfer) => parentPort?.postMessage(message, transfer),
  openInput(spec: InputSpec) {
    if (spec.kind === "descriptor") return descriptorFile(spec);
    throw new Error(`Node has no inputs of the kind ${spec.kind}`);
  },
  openOutput({ kind }) {
    throw new Error(`Node has no outputs of the kind ${kind}`);
  },
});

parentPort?.on("message", serve);
