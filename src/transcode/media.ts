import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSource } from "../stream/byte-source.ts";

/** One stream of a file: its sound, its picture, its subtitles. */
export interface MediaStream {
  /** Its number in the file, from 0. */
  readonly index: number;
  readonly kind: "audio" | "video" | "subtitle" | "other";
  /** What ffmpeg calls the encoding, for example `"aac"`, `"mp3"`, `"flac"`, `"h264"`. */
  readonly codec: string;
  /** Hz; of sound alone. */
  readonly sampleRate?: number;
  /** Of sound alone. */
  readonly channels?: number;
  /** Bits a second, where the file says so. */
  readonly bitrate?: number;
  /** Bits of a sample, of lossless sound alone. */
  readonly bitsPerSample?: number;
  /** Pixels; of pictures alone. */
  readonly width?: number;
  /** Pixels; of pictures alone. */
  readonly height?: number;
  /** Whether it is a cover, not a film. */
  readonly isCover: boolean;
  /** ISO 639-2, for example `"eng"`, where the file says so. */
  readonly language?: string;
}

/** A part of a recording that has a title. */
export interface Chapter {
  /** Seconds from the beginning of the recording. */
  readonly start: number;
  /** Seconds from the beginning of the recording. */
  readonly end: number;
  readonly title: string;
}

/** A picture that stands for a recording. */
export interface CoverPicture {
  readonly mimeType: "image/jpeg" | "image/png";
  readonly bytes: Uint8Array;
}

/**
 * Tags by lower-case names that all containers share: `title`, `artist`, `album`, `date`, `genre`, `track`,
 * `comment`, …
 */
export type MediaTags = Readonly<Record<string, string>>;

/** An oddity that a file could be read in spite of. */
export interface MediaWarning {
  /** Stable, for programs: `"media/…"`. */
  readonly code: string;
  /** For people: lower case, with the values. */
  readonly message: string;
}

/** What a file says of itself, without a sample of it decoded. */
export interface MediaFacts {
  /**
   * The container by its usual ending: `"mp3"`, `"m4a"`, `"flac"`, `"ogg"`, `"mkv"`, `"wav"`, …; else ffmpeg's
   * name of it.
   */
  readonly container: string;
  /** Seconds of sound. */
  readonly duration: number;
  /** Bits a second, all streams together, where that is known. */
  readonly bitrate?: number;
  readonly streams: readonly MediaStream[];
  /** The stream that is read as sound. */
  readonly audio: MediaStream;
  readonly tags: MediaTags;
  readonly chapters: readonly Chapter[];
  /**
   * Whether `frames` is what the container says to the frame. Else the last packet may be filled up with
   * silence.
   */
  readonly exact: boolean;
}

/** An opened recording of any format: what it says of itself, and its sound by range. */
export interface Media extends AudioSource, MediaFacts {
  /** The file, which is the caller's. */
  readonly source: ByteSource;
  readonly warnings: readonly MediaWarning[];
  /**
   * The cover, where there is one.
   *
   * @throws LongwaveError `media/…` where it cannot be read
   */
  cover(signal?: AbortSignal): Promise<CoverPicture | undefined>;
  /** Gives back the decoder. The source stays open: it is the caller's. */
  close(): Promise<void>;
}
