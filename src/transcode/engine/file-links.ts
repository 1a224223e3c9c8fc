import type { ByteSink } from "../../stream/byte-sink.ts";
import { LongwaveError } from "../../stream/error.ts";
import { abortable } from "../../stream/wait.ts";
import type { InputSpec, JobOutcome, OutputSpec } from "./job.ts";
import type { JobFiles, JobLinks } from "./job-links.ts";
import type { JobRequest, JobSource, JobTarget } from "./job-request.ts";
import type { OutsideWait } from "./outside-wait.ts";
import type { LentInput, Platform } from "./platform.ts";
import { Ring } from "./ring.ts";
import { isScratchFile, type ScratchFile } from "./scratch-file.ts";

/** What a scratch file is copied into a sink by. */
const PIECE_BYTES = 256 * 1024;

/**
 * Connects a job where threads share no memory: what comes in order is written to a scratch file before the job
 * begins, and what it writes is copied from one into its sink when it has ended.
 */
export function linkByFiles(
  request: JobRequest,
  platform: Platform,
  waits: OutsideWait,
  makeScratchFile: () => Promise<ScratchFile>,
): JobLinks {
  const controller = new AbortController();
  const { signal } = controller;
  const lendings: LentInput[] = [];
  const scratch: ScratchFile[] = [];
  /** What is to be done when the job has ended. */
  const deliveries: ((outcome: JobOutcome) => Promise<void>)[] = [];
  let settle: { resolve(value: Promise<void>): void } | undefined;
  const served = new Promise<void>((resolve) => {
    settle = { resolve };
  });
  served.catch(() => {});
  const files = connect();
  // Whether anybody asks for them depends on how the job goes.
  files.catch(() => {});

  async function connect(): Promise<JobFiles> {
    const inputs: InputSpec[] = [];
    const outputs: OutputSpec[] = [];
    for (const [name, source] of Object.entries(request.inputs)) inputs.push(await inputOf(name, source));
    for (const [name, target] of Object.entries(request.outputs ?? {})) {
      outputs.push(await outputOf(name, target));
    }
    signal.throwIfAborted();
    return { inputs, outputs };
  }

  async function inputOf(name: string, source: JobSource): Promise<InputSpec> {
    if (source instanceof Uint8Array) return { kind: "bytes", name, bytes: source };
    if (Symbol.asyncIterator in source) {
      const file = await newFile();
      await abortable(file.fill(waits.pieces(source), signal), signal);
      return { kind: "blob", name, blob: await file.contents(name) };
    }
    const lent = platform.lend(name, source);
    if (lent === undefined) throw new LongwaveError("media/failed", `no worker can read ${name} by range`);
    lendings.push(lent);
    return lent.spec;
  }

  async function outputOf(name: string, target: JobTarget): Promise<OutputSpec> {
    if (target === "memory") return { kind: "memory", name, isSeekable: false };
    if (target instanceof Ring)
      throw new LongwaveError("media/failed", "threads that share no memory have no rings");
    if (isScratchFile(target)) return target.output(name, false);
    const file = await newFile();
    deliveries.push(async (outcome) => deliver(await file.contents(name, outcome), target));
    return file.output(name, target.patch !== undefined);
  }

  async function newFile(): Promise<ScratchFile> {
    signal.throwIfAborted();
    const file = await makeScratchFile();
    scratch.push(file);
    // Everything may have been let go of meanwhile.
    if (signal.aborted) await file.remove();
    signal.throwIfAborted();
    return file;
  }

  async function deliver(contents: Blob, sink: ByteSink): Promise<void> {
    for (let offset = 0; offset < contents.size; offset += PIECE_BYTES) {
      const piece = new Uint8Array(await contents.slice(offset, offset + PIECE_BYTES).arrayBuffer());
      signal.throwIfAborted();
      await sink.write(piece);
      request.onBytes?.(offset + piece.length);
    }
  }

  return {
    files,
    served,
    cut() {
      controller.abort();
      settle?.resolve(Promise.resolve());
    },
    finish(outcome) {
      const delivered = (async () => {
        for (const delivery of deliveries) await delivery(outcome);
      })();
      settle?.resolve(abortable(delivered, signal));
    },
    release() {
      // As soon as the worker has let go of them, which nobody has to wait for.
      for (const file of scratch) void file.remove();
      for (const lent of lendings) lent.release();
    },
    // Pages lend nothing that is closed.
    onWantedBack() {},
  };
}
