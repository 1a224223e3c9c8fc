import type { ByteSink } from "../../stream/byte-sink.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import type { JobOutcome } from "./job.ts";
import type { Ring } from "./ring.ts";
import type { ScratchFile } from "./scratch-file.ts";

/** What a job reads: by range, from memory, or in order without going back. */
export type JobSource = ByteSource | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Where a job writes: a sink, memory, which comes with the outcome, or what the platform has of these two: a
 * ring that the caller empties, where threads share memory, or else a scratch file.
 */
export type JobTarget = ByteSink | Ring | ScratchFile | "memory";

/** One call of ffmpeg or ffprobe. Files are called `jobPath(name)` in the arguments. */
export interface JobRequest {
  readonly program: "ffmpeg" | "ffprobe";
  readonly args: readonly string[];
  readonly inputs: Readonly<Record<string, JobSource>>;
  readonly outputs?: Readonly<Record<string, JobTarget>>;
  readonly signal?: AbortSignal | undefined;
  /** Told how many seconds of the result are done. */
  readonly onProgress?: (seconds: number) => void;
  /** Told how many bytes went into the sink. */
  readonly onBytes?: (bytes: number) => void;
}

/** A job under way. */
export interface RunningJob {
  /**
   * What became of it, when everything that it wrote is where it belongs. A code other than 0 is no failure
   * here.
   *
   * @throws what sources, sinks and the signal throw; LongwaveError `media/core-version`, `media/failed`
   */
  readonly outcome: Promise<JobOutcome>;
  /** The first line of its log that tells of an error, as soon as there is one. */
  readonly firstFault: string | undefined;
  /** Whether it was stopped before its end. */
  readonly isStopped: boolean;
  /** Stops it, within 20 ms; its outcome is rejected with `reason`. */
  stop(reason: unknown): void;
  /**
   * Says whether somebody waits for it. While nobody does, it keeps no process alive, and may be stopped for
   * another job.
   */
  rest(isResting: boolean): void;
}

/** What a stopped job is rejected with where nobody asked why. */
export const STOPPED: Error = new Error("the job was stopped");
