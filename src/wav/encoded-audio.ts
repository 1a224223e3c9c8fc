import { checkPlanes } from "../dsp/planes.ts";
import { available, type ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { WavFormat } from "./format.ts";

/** Frames are decoded through memory of about this size, however long the window. */
export const DECODE_BYTES: number = 256 * 1024;

/** The audio of an opened file. */
export interface EncodedAudio {
  readonly source: ByteSource;
  readonly format: WavFormat;
  /** Bytes from the start of the source. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  readonly frames: number;
}

/**
 * How many frames there are for `planes` from `start` on.
 *
 * @throws LongwaveError `audio/bad-planes`, `audio/bad-start`
 */
export function framesAt(
  { format, frames }: EncodedAudio,
  start: number,
  planes: readonly Float32Array[],
): number {
  const length = checkPlanes(planes, format.channels);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new LongwaveError("audio/bad-start", `expected a frame number of 0 or more, got ${start}`, {
      actual: start,
    });
  }
  return available(frames, start, length);
}
