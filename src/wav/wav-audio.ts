import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import type { WavFormat } from "./format.ts";

/** Frames as they can stand in a file of their own. */
export interface EncodedSpan {
  readonly format: WavFormat;
  /** The samples in that format; read, or made, when somebody asks. */
  readonly bytes: ByteSource;
}

/** What a span of frames is wanted for. */
export interface EncodedOptions {
  /** Asks for samples that can be joined with any others of their format: no blocks. */
  readonly linear?: boolean;
}

/** The audio of an opened file, as frames and as bytes. */
export interface WavAudio {
  readonly read: AudioSource["read"];
  /** See `Wav.encoded`. */
  encoded(fromFrame: number, toFrame: number, options?: EncodedOptions): EncodedSpan;
}
