import { LongwaveError } from "../../stream/error.ts";
import type { ToWorker } from "../engine/job.ts";
import type { MakeCore } from "../worker/core.ts";
import { serveJobs } from "../worker/serve-jobs.ts";
import { blobFile } from "./blob-file.ts";
import { scratchOutput } from "./scratch-output.ts";

/** What a worker has that a page has not; the types of both at once do not go together. */
interface Scope {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: "message", listener: (event: MessageEvent<ToWorker>) => void): void;
}

const scope = globalThis as unknown as Scope;

const serve = serveJobs({
  async loadScript(script) {
    try {
      // Only the page knows where it is: there is nothing for a bundler to look up.
      const { default: make } = await import(/* @vite-ignore */ /* webpackIgnore: true */ script);
      return make as MakeCore;
    } catch (cause) {
      throw new LongwaveError(
        "media/not-installed",
        `cannot load the script of @ffmpeg/core from ${script}: options.core.scriptUrl is to be that of dist/esm/ffmpeg-core.js`,
        { cause },
      );
    }
  },
  say: (message, transfer = []) => scope.postMessage(message, transfer),
  openInput(spec) {
    if (spec.kind === "blob") return blobFile(spec.blob);
    throw new Error(`pages have no inputs of the kind ${spec.kind}`);
  },
  openOutput(spec) {
    if (spec.kind === "scratch") return scratchOutput(spec.handle, spec.isSeekable);
    throw new Error(`pages have no outputs of the kind ${spec.kind}`);
  },
});

scope.addEventListener("message", ({ data }) => void serve(data));
