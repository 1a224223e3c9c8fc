import type { Meter } from "../meter.ts";
import type { FrameSpan } from "./frame-span.ts";

/**
 * Finds spans in audio that goes by, in memory that does not grow with it. Frames are counted from the first that is
 * added. The spans come in order, and are the same however the blocks are cut.
 */
export interface SpanDetector extends Meter {
  /** The spans that have ended, and that were not taken before. They are kept until somebody takes them. */
  take(): FrameSpan[];
  /**
   * Says that nothing more comes. Gives the spans that were not taken, with the one that the end of the audio ends.
   * From then on the detector is as new.
   */
  end(): FrameSpan[];
}
