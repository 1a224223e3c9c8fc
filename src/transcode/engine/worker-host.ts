import { LongwaveError } from "../../stream/error.ts";
import type { JobOutcome, JobSpec } from "./job.ts";
import type { LoadedCore, Platform, WorkerThread } from "./platform.ts";
import { heardError } from "./told-error.ts";

/** What waits for a job's end. */
interface Settle {
  resolve(outcome: JobOutcome): void;
  reject(error: unknown): void;
}

/** What is heard of a job before its end. */
export interface JobEars {
  onProgress?(seconds: number): void;
  onFault?(line: string): void;
}

/** A thread and what it is doing. */
export class WorkerHost {
  readonly #thread: WorkerThread;
  #current: Settle | undefined;
  #ears: JobEars = {};
  /** Why it can take no more jobs. */
  #end: { readonly reason: unknown } | undefined;

  constructor(platform: Platform, core: Promise<LoadedCore>) {
    this.#thread = platform.startWorker({
      onMessage: (message) => {
        if (message.type === "progress") this.#ears.onProgress?.(message.seconds);
        else if (message.type === "fault") this.#ears.onFault?.(message.line);
        else if (message.type === "done") this.#settle()?.resolve(message.outcome);
        else this.#settle()?.reject(heardError(message.error));
      },
      onFailure: (cause) => {
        const reason = lostWorker(cause);
        this.#end ??= { reason };
        this.#settle()?.reject(reason);
      },
    });
    // The thread starts while the module is compiled, and keeps the process alive meanwhile.
    core.then(
      ({ module, script }) => this.#thread.say({ type: "load", module, script }),
      () => this.terminate(),
    );
  }

  /** Whether it can take no more jobs. */
  get isGone(): boolean {
    return this.#end !== undefined;
  }

  /**
   * Runs a job; one at a time.
   *
   * @throws LongwaveError `media/core-version`, `media/failed` when the thread dies
   */
  run(job: JobSpec, ears: JobEars): Promise<JobOutcome> {
    // It may have come to its end before it was given anything to do.
    if (this.#end) return Promise.reject(this.#end.reason);
    this.#ears = ears;
    this.#thread.hold(true);
    return new Promise((resolve, reject) => {
      this.#current = { resolve, reject };
      this.#thread.say({ type: "run", job });
    });
  }

  /** Whether it keeps the process alive; a job begins by doing so. */
  hold(isHeld: boolean): void {
    if (!this.isGone) this.#thread.hold(isHeld);
  }

  /** Ends at once; a job under way is rejected with `reason`. */
  terminate(reason?: unknown): void {
    if (this.isGone) return;
    this.#end = { reason };
    this.#thread.terminate();
    this.#settle()?.reject(reason);
  }

  #settle(): Settle | undefined {
    const current = this.#current;
    this.#current = undefined;
    this.#ears = {};
    if (!this.isGone) this.#thread.hold(false);
    return current;
  }
}

function lostWorker(cause: unknown): LongwaveError {
  // It may be known why.
  if (cause instanceof LongwaveError) return cause;
  const message = "the worker that runs ffmpeg ended by itself: it may have run out of memory";
  return new LongwaveError("media/failed", message, { cause });
}
