import type { AudioSource } from "../audio/audio-source.ts";
import { readFrames } from "../audio/read-frames.ts";
import { newPlanes, planesWithin } from "../dsp/planes.ts";
import { available, type ByteSource } from "../stream/byte-source.ts";
import { type Spare, spare } from "../stream/spare.ts";
import type { Encoder } from "./codec/linear-encoder.ts";
import type { WavFormat } from "./format.ts";

/** Frames are asked for and encoded in runs of about this many bytes. */
const RUN_BYTES = 64 * 1024;

/** Frames in which readings ended that are kept: one for each that goes on at the same time. */
const KEPT_CUTS = 8;

/**
 * The sample bytes of an audio source, encoded when somebody reads them.
 *
 * The last frames in which readings ended are kept for those that go on there: audio that is computed from its beginning
 * on would have to begin anew for them.
 */
export function encodedFrames(audio: AudioSource, format: WavFormat, encode: Encoder): ByteSource {
  const { channels, blockAlign } = format;
  const runFrames = Math.max(1, Math.floor(RUN_BYTES / blockAlign));
  const size = audio.frames * blockAlign;
  const runs = spareRuns(channels, blockAlign);
  const cuts = new Map<number, Uint8Array>(); // a Map keeps its order of insertion: the oldest is first

  function keep(frame: number, bytes: Uint8Array): void {
    cuts.delete(frame);
    cuts.set(frame, bytes);
    for (const oldest of cuts.keys()) {
      if (cuts.size <= KEPT_CUTS) break;
      cuts.delete(oldest);
    }
  }

  return {
    size,
    async read(offset, into, signal) {
      const count = available(size, offset, into.length);
      if (count === 0) return 0;
      let firstFrame = Math.floor(offset / blockAlign);
      const cut = cuts.get(firstFrame);
      if (cut) {
        into.set(cut.subarray(offset - firstFrame * blockAlign).subarray(0, count));
        firstFrame++;
      }
      const endFrame = Math.ceil((offset + count) / blockAlign);
      const memory = runs.take(Math.max(0, Math.min(runFrames, endFrame - firstFrame)));
      for (let frame = firstFrame; frame < endFrame; frame += runFrames) {
        const frames = Math.min(runFrames, endFrame - frame);
        const run = planesWithin(memory.planes, 0, frames);
        const bytes = memory.bytes.subarray(0, frames * blockAlign);
        await readFrames(audio, frame, run, signal);
        encode(run, 0, bytes);
        // The range may begin and end within a frame; a run never does.
        const at = frame * blockAlign - offset;
        into.set(bytes.subarray(Math.max(0, -at), count - at), Math.max(0, at));
        if (at + bytes.length > count) {
          keep(frame + frames - 1, bytes.slice(bytes.length - blockAlign));
        }
      }
      runs.giveBack(memory);
      return count;
    },
  };
}

/** Frames, and the bytes that they become. */
interface Run {
  readonly planes: Float32Array[];
  readonly bytes: Uint8Array;
}

function spareRuns(channels: number, blockAlign: number): Spare<Run> {
  return spare(
    (frames) => ({ planes: newPlanes(channels, frames), bytes: new Uint8Array(frames * blockAlign) }),
    ({ bytes }) => bytes.length / blockAlign,
  );
}
