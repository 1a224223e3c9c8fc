import type { Chapter, CoverPicture, MediaFacts, MediaTags, MediaWarning } from "../media.ts";
import type { EncodingOptions } from "../transcode-options.ts";
import type { SoundShape } from "./encoded-sound.ts";

/** A recording that ffmpeg reads itself. */
export interface DirectInput {
  readonly kind: "media";
  /** What it is called in the folder. */
  readonly name: string;
  readonly facts: MediaFacts;
  /** What ffmpeg does to what comes out of its decoder; nothing unless told otherwise. */
  readonly filters?: readonly string[];
  /** Seconds of it, 0 unless told otherwise. */
  readonly from?: number;
  /** Seconds of it, its end unless told otherwise. */
  readonly to?: number;
}

/** A recording that arrives in order, and of which nothing is known before. */
export interface StreamedInput {
  readonly kind: "stream";
  /** What it is called in the folder. */
  readonly name: string;
  /** Which of its streams of sound, from 0. */
  readonly track: number;
}

/** Sound that comes over a pipe: interleaved 32-bit floating-point samples, little-endian. */
export interface PipedInput extends SoundShape {
  readonly kind: "samples";
  /** What it is called in the folder. */
  readonly name: string;
  /** How many will come. */
  readonly frames: number;
  /**
   * Of the samples that they were made from, where the result can be told from it; 24 unless told otherwise.
   */
  readonly bits?: number;
  /** ISO 639-2. */
  readonly language?: string;
}

/** What a result is made from. */
export type PlannedInput = DirectInput | StreamedInput | PipedInput;

/** What the result says beside its sound, before the wishes of the options. */
export interface Carried {
  readonly tags?: MediaTags;
  /** Seconds of the recording that `from` and `to` are seconds of; of piped sound, seconds of the result. */
  readonly chapters?: readonly Chapter[];
  readonly cover?: CoverPicture | undefined;
}

/** All that a plan is made from. */
export interface PlanRequest {
  /** Where the files lie, for example `"/w"`. */
  readonly folder: string;
  readonly input: PlannedInput;
  readonly carried: Carried;
  /** What the result is called in the folder. */
  readonly output: string;
  /** Checked by {@link checkEncoding}. */
  readonly options: EncodingOptions;
  /** Whether the packets of a direct input are copied. */
  readonly copy?: boolean;
  /** Whether the sink can go back to what was written. */
  readonly canPatch: boolean;
  readonly strict?: boolean;
}

/** What ffmpeg is called with. */
export interface MediaPlan {
  readonly args: readonly string[];
  /** What must lie in the folder beside the input. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
  /** Bytes of the result before those that ffmpeg writes; empty but for an mp3 whose sink cannot go back. */
  readonly prefix: Uint8Array<ArrayBuffer>;
  readonly warnings: readonly MediaWarning[];
}
