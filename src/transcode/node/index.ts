/** Media that are not WAV, through ffmpeg in WebAssembly, in threads of Node. */
import { checkTranscoder, makeTranscoder, type Transcoder, type TranscoderOptions } from "../transcoder.ts";
import { nodePlatform } from "./platform.ts";

export type * from "../index.ts";

/**
 * A pool of workers of one's own. The functions below share one.
 *
 * @throws LongwaveError `options/invalid`
 */
export function transcoder(options: TranscoderOptions = {}): Transcoder {
  checkTranscoder(options);
  return makeTranscoder(nodePlatform, options);
}

const shared: Transcoder = /* @__PURE__ */ transcoder();

/** See {@link Transcoder.openMedia}. */
export const openMedia: Transcoder["openMedia"] = shared.openMedia;
/** See {@link Transcoder.transcode}. */
export const transcode: Transcoder["transcode"] = shared.transcode;
/** See {@link Transcoder.encodeMedia}. */
export const encodeMedia: Transcoder["encodeMedia"] = shared.encodeMedia;
