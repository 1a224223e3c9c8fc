import { LongwaveError } from "../../stream/error.ts";
import type { AudioSource } from "../audio-source.ts";
import { blocks } from "../blocks/blocks.ts";
import { type FrameRangeOptions, frameRange } from "../frame-range.ts";
import type { MeasureOptions } from "../measure.ts";
import { writeChannel } from "./buffer-channel.ts";
import { refused, type WebAudio } from "./web-audio.ts";

/** Which part of a recording becomes an AudioBuffer. Progress counts the frames of that part. */
export interface ToAudioBufferOptions extends FrameRangeOptions, MeasureOptions {}

/** 4 GiB of samples per channel: some make longer AudioBuffers, and fail when they are used. */
const MOST_FRAMES = 2 ** 30;

/**
 * Reads a span of a recording into a new AudioBuffer of this Web Audio, one second at a time.
 *
 * @internal
 */
export async function filledAudioBuffer(
  webAudio: WebAudio,
  source: AudioSource,
  options: ToAudioBufferOptions,
): Promise<AudioBuffer> {
  const { from, to } = frameRange(options, source.frames);
  if (from === to) {
    throw new LongwaveError(
      "audio/bad-range",
      `expected a span of at least 1 frame, for no AudioBuffer is empty, got from ${from} to ${to}`,
      { from, to, frames: source.frames },
    );
  }
  const buffer = newBuffer(webAudio, source, to - from);
  const size = Math.max(1, Math.round(source.sampleRate));
  for await (const { frame, planes } of blocks(source, { ...options, size, reuse: true })) {
    planes.forEach((plane, channel) => {
      writeChannel(buffer, channel, plane, frame - from);
    });
    options.onProgress?.({ frames: frame - from + (planes[0]?.length ?? 0), total: to - from });
  }
  return buffer;
}

function newBuffer(
  { AudioBuffer, onTaken }: WebAudio,
  { sampleRate, channels }: AudioSource,
  frames: number,
): AudioBuffer {
  if (frames > MOST_FRAMES) throw refused({ sampleRate, channels, frames });
  try {
    const buffer = new AudioBuffer({ sampleRate, numberOfChannels: channels, length: frames });
    onTaken?.(Float32Array.BYTES_PER_ELEMENT * channels * frames);
    return buffer;
  } catch (cause) {
    throw refused({ sampleRate, channels, frames }, cause);
  }
}
