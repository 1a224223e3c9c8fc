import { planesWithin } from "../dsp/planes.ts";
import type { AudioFormat } from "../dsp/processor.ts";
import { checkIntegerOption } from "../stream/integer-option.ts";
import type { AudioSource } from "./audio-source.ts";
import { framesToRead } from "./frames-to-read.ts";

/** What generated audio is. */
export interface GeneratedAudio extends AudioFormat {
  /** Length in frames, 0 or more. */
  readonly frames: number;
}

/**
 * Computes a window: fills `planes`, one per channel, all of one length, with the frames from `start` on. It is asked
 * for any window in any order, never beyond the end, and must give a frame the same samples every time.
 */
export type FillPlanes = (
  start: number,
  planes: Float32Array[],
  signal?: AbortSignal,
) => void | Promise<void>;

/**
 * Audio that is computed when somebody reads it: a tone, a noise, whatever is known frame by frame.
 *
 * @throws LongwaveError `options/invalid`
 */
export function generatorSource(options: GeneratedAudio, fill: FillPlanes): AudioSource {
  const { sampleRate, channels, frames } = options;
  checkIntegerOption("sampleRate", sampleRate, 1);
  checkIntegerOption("channels", channels, 1);
  checkIntegerOption("frames", frames, 0);
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      signal?.throwIfAborted();
      const count = framesToRead({ frames, channels }, start, planes);
      if (count === 0) return 0;
      await fill(start, count === planes[0]?.length ? planes : planesWithin(planes, 0, count), signal);
      return count;
    },
  };
}
