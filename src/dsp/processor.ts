/** What the audio is that a processor works on. */
export interface AudioFormat {
  /** Hz, an integer of 1 or more. */
  readonly sampleRate: number;
  /** 1 or more. */
  readonly channels: number;
}

/**
 * A stateful effect. It works in place, on blocks of any length, with the same result, to the bit, however the blocks
 * are cut. No memory is allocated per block.
 */
export interface Processor {
  /**
   * Frames by which the output is late: the frame that comes out first at index `latency` belongs to the first that
   * went in.
   */
  readonly latency: number;
  /**
   * Replaces a block by its result, one plane per channel, all of one length.
   *
   * @throws LongwaveError `audio/bad-planes` unless there is a plane for each channel and all have one length
   */
  process(planes: readonly Float32Array[]): void;
  /** Forgets all that went in, as if nothing had. */
  reset(): void;
}

/** What a processor is made for: the format, and where the audio that it will be given first begins. */
export interface ProcessorStart extends AudioFormat {
  /** Frame of the recording, 0 or more, for effects that depend on the time (ramps, dither). */
  readonly frame: number;
}

/** Makes a processor that has heard nothing yet. Each call gives one of its own. */
export type MakeProcessor = (start: ProcessorStart) => Processor;
