import type { AudioSource } from "../audio-source.ts";
import { filledAudioBuffer, type ToAudioBufferOptions } from "./fill-audio-buffer.ts";
import { pageWebAudio, type WebAudioBuffer } from "./web-audio.ts";

export type { ToAudioBufferOptions };

/**
 * Reads a span of a recording, 1 frame or more, into an `AudioBuffer`, one second at a time: for playing it, for a
 * waveform, for whoever takes AudioBuffers. All of the span lies in memory, four bytes per sample.
 *
 * In a page; in Node import it from `longwave/node`.
 *
 * @throws LongwaveError `audio/bad-range`; `audio/no-web-audio` outside of pages; `audio/too-long` where there is no
 *   memory for the span, or more than 2^30 frames; `audio/web-audio-refused` for a sample rate or a number of channels
 *   that AudioBuffers do not have; `audio/unexpected-end`, what the source throws, and the signal's reason
 */
export async function toAudioBuffer(
  source: AudioSource,
  options: ToAudioBufferOptions = {},
): Promise<WebAudioBuffer> {
  return filledAudioBuffer(pageWebAudio("toAudioBuffer"), source, options);
}
