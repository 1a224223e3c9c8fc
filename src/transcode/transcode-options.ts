import type { Chapter, CoverPicture, MediaStream, MediaTags, MediaWarning } from "./media.ts";

/** What can be written. `"m4b"` is `"m4a"` for books; `"alac"` is lossless in an m4a; `"mka"` is Matroska. */
export type OutputFormat = "wav" | "mp3" | "m4a" | "m4b" | "flac" | "opus" | "ogg" | "alac" | "mka";

/** How sound is encoded. */
export interface EncodingOptions {
  /** What to write. */
  readonly format: OutputFormat;
  /**
   * Bits a second, 8000 to 512000, of lossy formats; unless told otherwise mp3 192000, m4a and m4b 128000, opus
   * and mka 96000 (for stereo; in proportion for more channels), ogg by quality. Not together with `quality`.
   */
  readonly bitrate?: number;
  /** 0 (small) to 1 (best): variable bit rate of mp3, ogg, opus and m4a; of flac, how hard it tries. */
  readonly quality?: number;
  /** Trades a little quality or size for a multiple of the speed; off unless told otherwise. */
  readonly fast?: boolean;
  /**
   * Hz; that of the input unless told otherwise, or the nearest that the format has. Resampled with our own
   * filters.
   */
  readonly sampleRate?: number;
  /** 1 (mono) or 2 (stereo); those of the input unless told otherwise. */
  readonly channels?: number;
  /** Replaces or, with `""`, removes tags of the input, by name. */
  readonly tags?: MediaTags;
  /** Instead of the input's chapters; `[]` for none. Seconds of the result. */
  readonly chapters?: readonly Chapter[];
  /** Instead of the input's cover; `null` for none. */
  readonly cover?: CoverPicture | null;
  /** Puts the index of an m4a or m4b first, so that it plays while it arrives; on unless told otherwise. */
  readonly faststart?: boolean;
}

/** How far a job has come. */
export interface TranscodeProgress {
  /** Seconds of sound that are done. */
  readonly seconds: number;
  /** Seconds of sound in all, as far as that is known. */
  readonly total: number;
  /** Bytes written. */
  readonly bytes: number;
  /** Seconds that the rest is likely to take. */
  readonly eta: number;
}

/** How a job runs. */
export interface JobOptions {
  /** Fails on whatever is wrong in the input, instead of going on with a warning; off unless told otherwise. */
  readonly strict?: boolean;
  /** Seconds that the job may take; without end unless told otherwise. */
  readonly timeLimit?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TranscodeProgress) => void;
}

/** How a recording is turned into another. */
export interface TranscodeOptions extends EncodingOptions, JobOptions {
  /** Seconds of the input, 0 unless told otherwise. */
  readonly from?: number;
  /** Seconds of the input, its end unless told otherwise. */
  readonly to?: number;
  /**
   * Which of the input's streams of sound, from 0; the one that the file prefers, or the first, unless told
   * otherwise.
   */
  readonly track?: number;
  /**
   * Whether packets are copied where nothing needs decoding: the input has the encoding that the format wants,
   * and neither bit rate, rate, channels nor a range are asked for. `"auto"` unless told otherwise; `"never"`
   * always encodes; `"always"` copies ranges too, to the packet, or fails.
   */
  readonly copy?: "auto" | "never" | "always";
  /** Whether the result keeps tags, chapters and cover of the input (`"keep"`, unless told otherwise), or has but those given here. */
  readonly metadata?: "keep" | "none";
  /**
   * How many workers may decode one input at once; as many as there are cores, up to 8, unless told otherwise.
   */
  readonly workers?: number;
}

/** How sound that is no file is encoded. */
export interface EncodeMediaOptions extends EncodingOptions, JobOptions {
  /**
   * Bits of the samples that the sound was made from, where the result can be told from it. FLAC and ALAC are written with 16 or
   * 24 bits, 24 unless told otherwise; WAV with 16, 24 or 32, 16 unless told otherwise.
   */
  readonly bits?: number;
}

/** What came of it. */
export interface TranscodeResult {
  readonly format: OutputFormat;
  /** Seconds of sound written. */
  readonly duration: number;
  readonly bytes: number;
  /** Whether packets were copied, not encoded. */
  readonly copied: boolean;
  /** The film of the input, of which the result has but the sound; absent where there is none, and of streams and several inputs. */
  readonly film?: MediaStream;
  readonly warnings: readonly MediaWarning[];
}
