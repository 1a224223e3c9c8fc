import type { AudioSource } from "../audio/audio-source.ts";
import { available, type ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { chooseFormat, type SampleFormat, type WavFormat } from "./format.ts";
import { encoderFor } from "./samples.ts";
import { virtualWavFile } from "./wav-file.ts";

/** Frames are asked for in runs of at most this many. */
const RUN_FRAMES = 16_384;

/**
 * Frames as a WAV file whose bytes are encoded when somebody reads them. Any range can be read; its size is known
 * from the start.
 *
 * @throws LongwaveError `wav/bad-format`
 */
export function encodeWav(audio: AudioSource, sample: SampleFormat): ByteSource {
  const format = chooseFormat(sample, audio.channels, audio.sampleRate);
  return virtualWavFile(format, [encodedFrames(audio, format)]);
}

/** The sample bytes of an audio source, without a header. */
function encodedFrames(audio: AudioSource, format: WavFormat): ByteSource {
  const encode = encoderFor(format);
  const { channels, blockAlign } = format;
  const size = audio.frames * blockAlign;
  return {
    size,
    async read(offset, into, signal) {
      const count = available(size, offset, into.length);
      if (count === 0) return 0;
      const firstFrame = Math.floor(offset / blockAlign);
      const endFrame = Math.ceil((offset + count) / blockAlign);
      const planes = planesOf(channels, Math.min(RUN_FRAMES, endFrame - firstFrame));
      for (let frame = firstFrame; frame < endFrame; frame += RUN_FRAMES) {
        const frames = Math.min(RUN_FRAMES, endFrame - frame);
        const run = planes.map((plane) => plane.subarray(0, frames));
        await readFrames(audio, frame, run, signal);
        const start = frame * blockAlign - offset;
        const end = start + frames * blockAlign;
        if (start >= 0 && end <= count) {
          encode(run, 0, into.subarray(start, end));
        } else {
          // The range begins or ends within a frame.
          const whole = new Uint8Array(frames * blockAlign);
          encode(run, 0, whole);
          into.set(
            whole.subarray(Math.max(0, -start), whole.length - Math.max(0, end - count)),
            Math.max(0, start),
          );
        }
      }
      return count;
    },
  };
}

function planesOf(channels: number, frames: number): Float32Array[] {
  return Array.from({ length: channels }, () => new Float32Array(frames));
}

async function readFrames(
  audio: AudioSource,
  start: number,
  planes: Float32Array[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const expected = planes[0]?.length ?? 0;
  const actual = await audio.read(start, planes, signal);
  if (actual < expected) {
    throw new LongwaveError(
      "audio/unexpected-end",
      `the audio ended early: wanted ${expected} frames at frame ${start}, got ${actual} (its length is ${audio.frames})`,
      { start, actual, expected },
    );
  }
}
