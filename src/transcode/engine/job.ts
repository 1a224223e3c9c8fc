import type { MediaWarning } from "../media.ts";
import type { ToldError } from "./told-error.ts";

/** A file that a job reads, as a worker is told of it. It is called `jobPath(name)` in the arguments. */
export type InputSpec = { readonly name: string } & (
  | {
      readonly kind: "descriptor";
      readonly number: number;
      readonly size: number;
      /** What a person would call it. */
      readonly title?: string;
    }
  | { readonly kind: "blob"; readonly blob: Blob }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "asked"; readonly shared: SharedArrayBuffer; readonly size: number }
  | { readonly kind: "stream"; readonly shared: SharedArrayBuffer }
);

/**
 * A file that a job writes. `"file"` is written anywhere, and goes out as records: where, how long, and the
 * bytes. `"stream"` has no going back. `"scratch"` is a file of the browser's own, which holds nothing yet;
 * `"memory"` comes back with the outcome.
 */
export type OutputSpec = { readonly name: string } & (
  | { readonly kind: "file"; readonly shared: SharedArrayBuffer }
  | { readonly kind: "stream"; readonly shared: SharedArrayBuffer }
  | { readonly kind: "scratch"; readonly handle: FileSystemFileHandle; readonly isSeekable: boolean }
  | { readonly kind: "memory"; readonly isSeekable: boolean }
);

/** One call of a program, as a worker is told of it. */
export interface JobSpec {
  readonly program: "ffmpeg" | "ffprobe";
  readonly args: readonly string[];
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
  /** Its first word becomes 1 when the job is to stop. */
  readonly stop?: SharedArrayBuffer;
}

/** What a program said, and what it left. */
export interface JobOutcome {
  /** The exit code; 0 is success. */
  readonly code: number;
  /** The last lines of its log. */
  readonly log: readonly string[];
  /** What was wrong with the input, where something was. */
  readonly warning?: MediaWarning;
  /** What it wrote to standard output. */
  readonly stdout: string;
  /** Outputs of the kind `"memory"`, by name. */
  readonly memory: Readonly<Record<string, Uint8Array<ArrayBuffer>>>;
}

/** What is said to a worker. */
export type ToWorker =
  | { readonly type: "load"; readonly module: WebAssembly.Module; readonly script: string }
  | { readonly type: "run"; readonly job: JobSpec };

/** What a worker says. */
export type FromWorker =
  | { readonly type: "progress"; readonly seconds: number }
  | { readonly type: "fault"; readonly line: string }
  | { readonly type: "done"; readonly outcome: JobOutcome }
  | { readonly type: "failed"; readonly error: ToldError };
