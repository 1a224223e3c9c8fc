/** Measures audio that goes by, in memory that does not grow with it; the same however the blocks are cut. */
export interface Meter {
  /**
   * Takes a block into account, one plane per channel, all of one length. The planes stay as they are.
   *
   * @throws LongwaveError `audio/bad-planes` unless there is a plane for each channel and all have one length
   */
  add(planes: readonly Float32Array[]): void;
  /** Forgets all that was added, as if nothing had been. */
  reset(): void;
}
