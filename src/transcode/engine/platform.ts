import type { ByteSource } from "../../stream/byte-source.ts";
import type { FromWorker, InputSpec, ToWorker } from "./job.ts";
import type { ScratchFile } from "./scratch-file.ts";

/** A thread that runs ffmpeg. */
export interface WorkerThread {
  say(message: ToWorker): void;
  /** Ends at once, whatever it does. */
  terminate(): void;
  /** Whether it keeps the process alive. */
  hold(isHeld: boolean): void;
}

/** What is heard from a thread. */
export interface WorkerEars {
  onMessage(message: FromWorker): void;
  /** It is gone, and was not told to go. */
  onFailure(error: unknown): void;
}

/** The package, ready for workers. */
export interface LoadedCore {
  /** Compiled once for all workers. */
  readonly module: WebAssembly.Module;
  /** Where its script is, as workers load it. */
  readonly script: string;
}

/** An input as workers are told of it, and what it takes to let go of it. */
export interface LentInput {
  readonly spec: InputSpec;
  release(): void;
  /** Calls `tell` when its owner waits for it to be let go of. */
  onWantedBack?(tell: () => void): void;
}

/** What Node and a page do differently. */
export interface Platform {
  /** Cores that there are. */
  readonly cores: number;
  /** Whether threads can share memory. A page can where it is cross-origin isolated. */
  readonly sharesMemory: boolean;
  startWorker(ears: WorkerEars): WorkerThread;
  /**
   * Finds and compiles the package `@ffmpeg/core`.
   *
   * @throws LongwaveError `media/not-installed`, `media/core-version`
   */
  loadCore(): Promise<LoadedCore>;
  /** Whether workers read a source themselves. */
  canLend(source: ByteSource): boolean;
  /** Lets a worker read a source itself, where it can. */
  lend(name: string, source: ByteSource): LentInput | undefined;
  /** Makes a file for what is on its way. Present where threads share no memory. */
  makeScratchFile?(): Promise<ScratchFile>;
}
