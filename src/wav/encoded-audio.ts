import type { ByteSource } from "../stream/byte-source.ts";
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
