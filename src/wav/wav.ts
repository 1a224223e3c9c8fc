import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import type { Chunk } from "./chunk.ts";
import type { ContainerName } from "./container.ts";
import type { WavFormat } from "./format.ts";
import type { WavWarning } from "./warning.ts";

/** An opened WAV file: what it is, where its parts lie, and its frames. */
export interface Wav extends AudioSource {
  /** The bytes that it was opened from. */
  readonly source: ByteSource;
  /** The family of file. */
  readonly container: ContainerName;
  /** What its samples are. */
  readonly format: WavFormat;
  /** Length in seconds. */
  readonly duration: number;
  /** All chunks, in the order in which they stand in the file. */
  readonly chunks: readonly Chunk[];
  /** Where the audio lies: whole frames only. */
  readonly data: {
    /** Bytes from the start of the file. */
    readonly offset: number;
    /** Bytes, a multiple of `format.blockAlign`. */
    readonly size: number;
  };
  /** The oddities that were met. */
  readonly warnings: readonly WavWarning[];
  /** Closes the source. */
  close(): Promise<void>;
}
