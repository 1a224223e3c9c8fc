import { framesToRead } from "../audio/frames-to-read.ts";
import { readFully } from "../stream/byte-source.ts";
import { sliceSource } from "../stream/slice.ts";
import { spareBytes } from "../stream/spare.ts";
import type { Decoder } from "./codec/linear-decoder.ts";
import { DECODE_BYTES, type EncodedAudio } from "./encoded-audio.ts";
import type { WavAudio } from "./wav-audio.ts";

/** Audio whose every frame has bytes of its own: any window is read and decoded at the cost of that window. */
export function linearAudio(audio: EncodedAudio, decode: Decoder): WavAudio {
  const { source, format, offset, frames } = audio;
  const { blockAlign, channels } = format;
  const step = Math.max(1, Math.floor(DECODE_BYTES / blockAlign));
  const spare = spareBytes();
  return {
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      const memory = spare.take(Math.min(step, count) * blockAlign);
      for (let done = 0; done < count; done += step) {
        const bytes = memory.subarray(0, Math.min(step, count - done) * blockAlign);
        await readFully(source, offset + (start + done) * blockAlign, bytes, signal);
        decode(bytes, planes, done);
      }
      spare.giveBack(memory);
      return count;
    },
    encoded: (from, to) => ({
      format,
      bytes: sliceSource(source, offset + from * blockAlign, offset + to * blockAlign),
    }),
  };
}
