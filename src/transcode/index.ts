/** Media that are not WAV, through ffmpeg in WebAssembly, in workers of a page. */
import { pagePlatform } from "./browser/platform.ts";
import { checkTranscoder, makeTranscoder, type Transcoder, type TranscoderOptions } from "./transcoder.ts";

export type {
  Chapter,
  CoverPicture,
  Media,
  MediaFacts,
  MediaStream,
  MediaTags,
  MediaWarning,
} from "./media.ts";
export type { OpenMediaOptions } from "./open-media.ts";
export type { TranscodeSource } from "./transcode.ts";
export type {
  EncodeMediaOptions,
  EncodingOptions,
  JobOptions,
  OutputFormat,
  TranscodeOptions,
  TranscodeProgress,
  TranscodeResult,
} from "./transcode-options.ts";
export type { CoreUrls, Transcoder, TranscoderOptions } from "./transcoder.ts";

/**
 * A pool of workers of one's own. The functions beside it share one, which finds `@ffmpeg/core` by itself: in
 * Node beside this package, in a page by its import map.
 *
 * @throws LongwaveError `options/invalid`
 */
export function transcoder(options: TranscoderOptions = {}): Transcoder {
  checkTranscoder(options);
  return makeTranscoder(pagePlatform(options), options);
}

const shared: Transcoder = /* @__PURE__ */ transcoder();

/** See {@link Transcoder.openMedia}. */
export const openMedia: Transcoder["openMedia"] = shared.openMedia;
/** See {@link Transcoder.transcode}. */
export const transcode: Transcoder["transcode"] = shared.transcode;
/** See {@link Transcoder.encodeMedia}. */
export const encodeMedia: Transcoder["encodeMedia"] = shared.encodeMedia;
