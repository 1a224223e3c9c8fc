import { blobOf } from "../../stream/blob-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import type { FromWorker } from "../engine/job.ts";
import type { Platform } from "../engine/platform.ts";
import type { TranscoderOptions } from "../transcoder.ts";
import { loadCore } from "./load-core.ts";
import { makeScratchFile } from "./make-scratch-file.ts";

/** Workers and files of a page. */
export function pagePlatform({ core, workerUrl }: TranscoderOptions): Platform {
  const sharesMemory = canShareMemory();
  return {
    cores: globalThis.navigator?.hardwareConcurrency ?? 1,
    sharesMemory,
    loadCore: () => loadCore(core),
    startWorker(ears) {
      const worker = startWorker(workerUrl);
      worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => ears.onMessage(data));
      worker.addEventListener("error", (event) => ears.onFailure(failureOf(event)));
      return {
        say: (message) => worker.postMessage(message),
        terminate: () => worker.terminate(),
        // A page stays open whatever its workers do.
        hold: () => {},
      };
    },
    canLend: (source) => blobOf(source) !== undefined,
    lend(name, source) {
      const blob = blobOf(source);
      return blob && { spec: { kind: "blob", name, blob }, release: () => {} };
    },
    ...(!sharesMemory && { makeScratchFile }),
  };
}

/**
 * A page can where its server isolates it (HTML Standard, "cross-origin isolation"), and the browser can wait
 * for a change.
 */
function canShareMemory(): boolean {
  return globalThis.crossOriginIsolated === true && "waitAsync" in Atomics;
}

function startWorker(url: string | URL | undefined): Worker {
  if (url !== undefined) return new Worker(url, { type: "module" });
  // Bundlers know this form, and make a file of the worker.
  return new Worker(new URL("./transcode-worker.js", import.meta.url), { type: "module" });
}

/** A worker whose script is not there fails without a word. */
function failureOf(event: ErrorEvent): unknown {
  if (event.message) return event.error ?? new Error(event.message);
  return new LongwaveError(
    "media/not-installed",
    "the worker that runs ffmpeg did not start: expected transcode-worker.js of longwave/transcode beside the bundle, or options.workerUrl",
  );
}
