import { DEFAULT_BLOCK_BYTES } from "../../stream/copy.ts";
import { LongwaveError } from "../../stream/error.ts";
import type { Folder } from "../../stream/folder.ts";
import { abortable } from "../../stream/wait.ts";
import { bufferPool } from "./buffer-pool.ts";
import { type ClipJob, completeClip, failedClip } from "./clip-job.ts";
import type { Cutter } from "./cutter.ts";
import type { ManifestClip, ManifestFailure } from "./manifest.ts";
import type { PlacedSegment } from "./segment.ts";

/** How clips are written. */
export interface ClipWriterOptions {
  readonly folder: Folder;
  /** Clips that are written at the same time. */
  readonly concurrency: number;
  /** The time limit of one clip. */
  readonly timeoutMs: number;
  readonly durable: boolean;
}

/** How long a clip that was given up may take to remove its unfinished file. */
const TIDYING_MS = 2_000;

/** Writes clips, a few at a time, each within its time limit. */
export interface ClipWriter {
  /** Writes one when there is room for it. What fails is an outcome; only `stop` rejects, with its reason. */
  write(job: ClipJob): Promise<ManifestClip | ManifestFailure>;
}

/** A writer of clips into a folder, until `stop` is aborted. */
export function clipWriter(cutter: Cutter, options: ClipWriterOptions, stop: AbortSignal): ClipWriter {
  const { folder, concurrency, timeoutMs, durable } = options;
  const buffers = bufferPool(concurrency, 2 * DEFAULT_BLOCK_BYTES);
  const underWay = new Set<AbortController>();
  // One listener for all: a listener for each clip would look like a leak to Node.
  stop.addEventListener("abort", () => {
    for (const clip of underWay) clip.abort(stop.reason);
  });

  async function cut(
    file: string,
    { fromFrame, toFrame }: PlacedSegment,
    buffer: Uint8Array,
    signal: AbortSignal,
  ): Promise<number> {
    const sink = await folder.create(file, { durable });
    return cutter.write(fromFrame, toFrame, sink, { signal, buffer });
  }

  return {
    async write(job) {
      const { placed } = job;
      if (placed instanceof LongwaveError) return failedClip(job, placed);
      const buffer = await buffers.take();
      if (stop.aborted) {
        buffers.give(buffer);
        throw stop.reason;
      }
      const giveUp = new AbortController();
      underWay.add(giveUp);
      const timer = setTimeout(() => {
        const message = `clip ${job.file} took longer than its time limit of ${timeoutMs / 1000} s`;
        giveUp.abort(new LongwaveError("snippets/timeout", message, { expected: timeoutMs }));
      }, timeoutMs);
      const cutting = cut(job.file, placed, buffer, giveUp.signal);
      try {
        const bytes = await abortable(cutting, giveUp.signal);
        buffers.give(buffer);
        return completeClip(job, placed, cutter.sampleRate, bytes);
      } catch (error) {
        // Time to remove the unfinished file. What hangs is left alone, with the buffer that it may still fill.
        const bytes = await valueWithin(cutting, TIDYING_MS);
        buffers.replace();
        // The end came while the file took its name: the clip is there, and is told of.
        if (bytes !== undefined) return completeClip(job, placed, cutter.sampleRate, bytes);
        stop.throwIfAborted();
        return failedClip(job, error);
      } finally {
        clearTimeout(timer);
        underWay.delete(giveUp);
      }
    },
  };
}

/** What the promise is fulfilled with, as far as that is known after so many milliseconds. */
async function valueWithin<T>(promise: Promise<T>, milliseconds: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  const settled = promise.catch(() => undefined);
  const result = await Promise.race([settled, patience]);
  clearTimeout(timer);
  return result;
}
