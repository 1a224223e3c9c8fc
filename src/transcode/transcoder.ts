import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSink } from "../stream/byte-sink.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { checkIntegerOption } from "../stream/integer-option.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import { checkOptionType } from "../stream/option-type.ts";
import { encodeMediaIn } from "./encode-media.ts";
import { Engine } from "./engine/engine.ts";
import type { Platform } from "./engine/platform.ts";
import type { Media } from "./media.ts";
import { type OpenMediaOptions, openMediaIn } from "./open-media.ts";
import { type TranscodeSource, transcodeIn } from "./transcode.ts";
import type { EncodeMediaOptions, TranscodeOptions, TranscodeResult } from "./transcode-options.ts";

/** Where a page has the files of `@ffmpeg/core`. */
export interface CoreUrls {
  /**
   * `dist/esm/ffmpeg-core.js`. What the page's import map says of `@ffmpeg/core` unless told otherwise.
   * Relative URLs are those of the page.
   */
  readonly scriptUrl?: string | URL;
  /** `dist/esm/ffmpeg-core.wasm`; beside the script unless told otherwise. */
  readonly wasmUrl?: string | URL;
}

/** How many workers there are, and where they find what they run. */
export interface TranscoderOptions {
  /**
   * Most workers at once, 1 to 64: each takes some 40 MB. 1 becomes 2 while sound is decoded and encoded at
   * once. Twice as many as there are cores, up to 8, unless told otherwise.
   */
  readonly workers?: number;
  /** Where a page has `@ffmpeg/core`. Node finds the package by itself, and does not look at this. */
  readonly core?: CoreUrls;
  /**
   * Where a page has the script of the workers (`longwave/transcode-worker`), for bundlers that make no file of
   * it by themselves; `transcode-worker.js` beside the code unless told otherwise. Node does not look at this.
   */
  readonly workerUrl?: string | URL;
}

/** Workers that run ffmpeg, and what they can do. */
export interface Transcoder {
  /**
   * Opens a recording of any format that ffmpeg reads: its sound is an `AudioSource`, which everything else
   * takes like a WAV.
   *
   * Where the file is shorter than it says, or a decoder fails on parts of it, that is known when these are
   * read: `warnings` grows. Whoever opens it closes it; the source stays the caller's.
   *
   * @throws LongwaveError `media/empty`, `media/not-media`, `media/no-audio`, `media/unsupported-encoding`,
   *   `media/not-installed`, `media/core-version`; from reads `media/failed`, `media/corrupt`, `media/closed`;
   *   where `strict`, `media/decode-errors`, `media/shorter-than-declared` and `media/longer-than-declared`;
   *   `stream/unexpected-end` where the source has less than its size; `options/invalid`
   */
  openMedia(source: ByteSource, options?: OpenMediaOptions): Promise<Media>;
  /**
   * Turns a recording, several in sequence, or a stream that cannot go back, into a file of another format.
   * Closes the sink, or aborts it when anything fails.
   *
   * @throws LongwaveError as `openMedia`, and `options/invalid`, `media/needs-seeking`, `media/time-limit`
   */
  transcode(source: TranscodeSource, sink: ByteSink, options: TranscodeOptions): Promise<TranscodeResult>;
  /**
   * Encodes sound that is computed or read elsewhere. Closes the sink, or aborts it when anything fails.
   *
   * @throws LongwaveError `options/invalid`, `media/not-installed`, `media/core-version`, `media/time-limit`,
   *   `media/failed`
   */
  encodeMedia(audio: AudioSource, sink: ByteSink, options: EncodeMediaOptions): Promise<TranscodeResult>;
  /**
   * Ends all workers. What they are doing is rejected with `media/closed`; what is started later starts them
   * anew.
   */
  close(): void;
}

const MOST_WORKERS = 64;
const USUAL_MOST = 8;

/**
 * Holds the options of a pool against their types.
 *
 * @internal
 * @throws LongwaveError `options/invalid`
 */
export function checkTranscoder(options: TranscoderOptions): void {
  checkOptionType("", options, "object");
  const { core, workerUrl } = options;
  checkOptionType("workerUrl", workerUrl, "url");
  checkOptionType("core", core, "object");
  checkOptionType("core.scriptUrl", core?.scriptUrl, "url");
  checkOptionType("core.wasmUrl", core?.wasmUrl, "url");
}

/**
 * Makes a pool of workers for one platform.
 *
 * @param options of the types that {@link checkTranscoder} asks for
 * @internal
 * @throws LongwaveError `options/invalid`
 */
export function makeTranscoder(platform: Platform, options: TranscoderOptions = {}): Transcoder {
  const { workers = Math.min(2 * platform.cores, USUAL_MOST) } = options;
  checkNumberOption("workers", workers, 1, MOST_WORKERS);
  checkIntegerOption("workers", workers, 1);
  const engine = new Engine(platform, workers);
  return {
    openMedia: (source, openOptions) => openMediaIn(engine, source, openOptions),
    transcode: (source, sink, transcodeOptions) => transcodeIn(engine, source, sink, transcodeOptions),
    encodeMedia: (audio, sink, encodeOptions) => encodeMediaIn(engine, audio, sink, encodeOptions),
    close: () => engine.close(),
  };
}
