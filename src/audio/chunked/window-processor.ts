import type { ProcessorStart } from "../../dsp/processor.ts";

/** An effect that is computed for a whole window at once, because it cannot go on where it ended. */
export interface WindowProcessor {
  /** Frames by which its result is late. */
  readonly latency: number;
  /**
   * Replaces a window by its result, which depends on nothing that came before the window. One plane per channel, all
   * of one length.
   */
  render(planes: readonly Float32Array[], signal?: AbortSignal): Promise<void>;
}

/** Makes the processor of a window that begins at `start`. */
export type MakeWindowProcessor = (start: ProcessorStart) => WindowProcessor;
