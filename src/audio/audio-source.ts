/** Frames that can be read by range. One `Float32Array` per channel, full scale from -1 to 1. */
export interface AudioSource {
  /** Frames per second, in Hz. */
  readonly sampleRate: number;
  /** Channels, 1 or more. */
  readonly channels: number;
  /** Length in frames. A frame is one sample of every channel. */
  readonly frames: number;
  /**
   * Fills `planes` (one per channel, all of one length) from frame `start`; returns the frames read, short only at
   * the end of the source. What lies behind them in `planes` is left as it is.
   *
   * @throws LongwaveError `audio/bad-planes` unless there is a plane for each channel and all have one length,
   *   `audio/bad-start` unless `start` is an integer of 0 or more, and what lies underneath throws
   */
  read(start: number, planes: Float32Array[], signal?: AbortSignal): Promise<number>;
}
