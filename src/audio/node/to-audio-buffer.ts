import type { AudioSource } from "../audio-source.ts";
import { filledAudioBuffer, type ToAudioBufferOptions } from "../web-audio/fill-audio-buffer.ts";
import type { WebAudioBuffer } from "../web-audio/web-audio.ts";
import { nodeWebAudio } from "./web-audio.ts";

/**
 * `toAudioBuffer` for Node: the AudioBuffer is one of the package `node-web-audio-api`, which is loaded now.
 *
 * @throws LongwaveError as in a page, but `audio/no-web-audio` where the package is not installed
 *   (`npm install node-web-audio-api`) or does not load
 */
export async function toAudioBuffer(
  source: AudioSource,
  options: ToAudioBufferOptions = {},
): Promise<WebAudioBuffer> {
  return filledAudioBuffer(await nodeWebAudio(), source, options);
}
