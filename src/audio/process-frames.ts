import { planesWithin } from "../dsp/planes.ts";
import type { MakeProcessor } from "../dsp/processor.ts";
import { LongwaveError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";
import { framesToRead } from "./frames-to-read.ts";

/**
 * A source as it sounds through an effect without memory: one of which each frame depends on nothing but that frame of
 * the source and its place (a gain envelope, a change of polarity, a quantizer without noise shaping). Any window is
 * read at the cost of that window, and each has a processor of its own, which is told where it begins.
 *
 * @throws LongwaveError when it is read, `audio/has-latency` for an effect that has one, and so has a memory;
 *   `audio/bad-planes`, `audio/bad-start`, and what source and effect throw
 */
export function processFrames(source: AudioSource, makeProcessor: MakeProcessor): AudioSource {
  const { sampleRate, channels, frames } = source;
  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      framesToRead({ channels, frames }, start, planes);
      const processor = makeProcessor({ sampleRate, channels, frame: start });
      if (processor.latency > 0) {
        throw new LongwaveError(
          "audio/has-latency",
          `expected an effect without memory, got a latency of ${processor.latency} frames: use processChunked`,
          { actual: processor.latency },
        );
      }
      const count = await source.read(start, planes, signal);
      processor.process(planesWithin(planes, 0, count));
      return count;
    },
  };
}
