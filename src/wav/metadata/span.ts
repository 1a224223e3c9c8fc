/** A span of the recording that becomes a file of its own. */
export interface Span {
  /** The first frame of it. */
  readonly from: number;
  /** The frame behind its last one. */
  readonly to: number;
  /** Frames of the whole recording. */
  readonly frames: number;
}
