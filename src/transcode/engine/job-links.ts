import type { InputSpec, JobOutcome, OutputSpec } from "./job.ts";

/** What a worker is told of its files. */
export interface JobFiles {
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
}

/** What connects a job to its sources and sinks, as its worker is told, and as it is served from here. */
export interface JobLinks {
  /**
   * The job can begin when these are there. Rejected with the failure of a source, or when all is cut before.
   */
  readonly files: Promise<JobFiles>;
  /**
   * Fulfilled when all that was written has arrived, or is cut off. Rejected with the first failure of a source
   * or a sink.
   */
  readonly served: Promise<void>;
  /** Ends everything, so that nobody sleeps. What was written and has not arrived is lost. */
  cut(): void;
  /** The job has ended: nothing more is read; what was written still arrives. */
  finish(outcome: JobOutcome): void;
  /** Lets go of what workers read themselves, when none does any more. */
  release(): void;
  /** Calls `tell` when the owner of something that workers read themselves waits for it. */
  onWantedBack(tell: () => void): void;
}
