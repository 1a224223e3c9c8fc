import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import type { Chunk } from "./chunk.ts";
import type { ContainerName } from "./container.ts";
import type { WavFormat } from "./format.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";
import type { Span } from "./metadata/span.ts";
import type { WavWarning } from "./warning.ts";
import type { EncodedOptions, EncodedSpan } from "./wav-audio.ts";

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
  /** Those that are neither the format nor the audio nor fillers, as `readMetadata` takes them. */
  readonly metadata: readonly MetadataChunk[];
  /** Frames that the file says it has, where it does (its `fact` chunk); `frames` is what there is. */
  readonly declaredFrames?: number;
  /** Where the audio lies: whole frames only. */
  readonly data: {
    /** Bytes from the start of the file. */
    readonly offset: number;
    /** Bytes, a multiple of `format.blockAlign` but for a last block of ADPCM that was cut off. */
    readonly size: number;
  };
  /**
   * The samples of a span of frames as they can stand in a file of their own: as they are, or, where a block of ADPCM or
   * GSM would have to be cut in two, as 16-bit PCM, which is what blocks decode to.
   */
  encoded(fromFrame: number, toFrame: number, options?: EncodedOptions): EncodedSpan;
  /** The metadata that a file of a span of frames keeps: moved along with the audio, and without what no longer holds. */
  metadataOf(span: Span): readonly MetadataChunk[];
  /** The oddities that were met. */
  readonly warnings: readonly WavWarning[];
  /** Closes the source. */
  close(): Promise<void>;
}
