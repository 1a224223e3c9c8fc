import { available, type ByteSource, readFully } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { sliceSource } from "../stream/slice.ts";
import type { Decoder } from "./codec/linear-decoder.ts";
import type { WavFormat } from "./format.ts";
import { checkPlanes } from "./planes.ts";
import type { WavAudio } from "./wav-audio.ts";

/** Frames are decoded through memory of about this size, however long the window. */
export const DECODE_BYTES: number = 256 * 1024;

/** The audio of an opened file. */
export interface EncodedAudio {
  readonly source: ByteSource;
  readonly format: WavFormat;
  /** Bytes from the start of the source. */
  readonly offset: number;
  /** Bytes. */
  readonly size: number;
  readonly frames: number;
}

/** Audio whose every frame has bytes of its own: any window is read and decoded at the cost of that window. */
export function linearAudio(audio: EncodedAudio, decode: Decoder): WavAudio {
  const { source, format, offset } = audio;
  const { blockAlign } = format;
  const step = Math.max(1, Math.floor(DECODE_BYTES / blockAlign));
  return {
    async read(start, planes, signal) {
      const count = framesAt(audio, start, planes);
      const memory = new Uint8Array(Math.min(step, count) * blockAlign);
      for (let done = 0; done < count; done += step) {
        const bytes = memory.subarray(0, Math.min(step, count - done) * blockAlign);
        await readFully(source, offset + (start + done) * blockAlign, bytes, signal);
        decode(bytes, planes, done);
      }
      return count;
    },
    encoded: (from, to) => ({
      format,
      bytes: sliceSource(source, offset + from * blockAlign, offset + to * blockAlign),
    }),
  };
}

/**
 * How many frames there are for `planes` from `start` on.
 *
 * @throws LongwaveError `audio/bad-planes`, `audio/bad-start`
 */
export function framesAt(
  { format, frames }: EncodedAudio,
  start: number,
  planes: readonly Float32Array[],
): number {
  const length = checkPlanes(planes, format.channels);
  if (!Number.isSafeInteger(start) || start < 0) {
    throw new LongwaveError("audio/bad-start", `expected a frame number of 0 or more, got ${start}`, {
      actual: start,
    });
  }
  return available(frames, start, length);
}
