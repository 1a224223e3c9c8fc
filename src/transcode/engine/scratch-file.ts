import type { JobOutcome, OutputSpec } from "./job.ts";

/**
 * A file that holds what is on its way between a worker and a source or a sink, where the two share no memory
 * and one of them has to be done before the other begins. It is written once, from here or by a worker, and
 * read after that.
 */
export interface ScratchFile {
  /**
   * Writes all that comes.
   *
   * @throws what `pieces` throws, and the signal's reason
   */
  fill(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal | undefined): Promise<void>;
  /** How a worker is told to write it. */
  output(name: string, isSeekable: boolean): OutputSpec;
  /** What was written: from here, or by the worker, whose job had this outcome. */
  contents(name: string, outcome?: JobOutcome): Promise<Blob>;
  /** Removes it, at once or as soon as nobody has it open. */
  remove(): Promise<void>;
}

/** Whether this is one. */
export function isScratchFile(value: object): value is ScratchFile {
  return "contents" in value;
}
