import { planesWithin } from "../dsp/planes.ts";
import type { MakeProcessor, Processor } from "../dsp/processor.ts";
import { abortable } from "../stream/wait.ts";
import type { AudioSource } from "./audio-source.ts";
import { feed } from "./chunked/processor-feed.ts";
import { framesToRead } from "./frames-to-read.ts";

/**
 * A source as it sounds through an effect that has heard all of it from its first frame on, with the effect's latency
 * taken out: frame by frame as long as the source.
 *
 * Reading on where the last window ended costs that window. One further on costs all that lies between, and one before it
 * all from the beginning of the recording: for windows in any order there is `processChunked`. One window is computed at a
 * time, others wait for it.
 *
 * @throws LongwaveError when it is read, `audio/bad-planes`, `audio/bad-start`, and what source and effect throw
 */
export function process(source: AudioSource, makeProcessor: MakeProcessor): AudioSource {
  const { sampleRate, channels, frames } = source;
  let processor: Processor | undefined;
  let next = 0; // the frame that comes out of the processor next
  let turn: Promise<unknown> = Promise.resolve();

  async function compute(
    start: number,
    planes: readonly Float32Array[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    signal?.throwIfAborted();
    if (!processor || start < next) {
      processor = makeProcessor({ sampleRate, channels, frame: 0 });
      next = -processor.latency;
    }
    const current = processor;
    // What fails in the middle leaves a processor that has heard half a window.
    processor = undefined;
    await feed(source, current, next, start, undefined, signal);
    next = start + (planes[0]?.length ?? 0);
    await feed(source, current, start, next, planes, signal);
    processor = current;
  }

  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      if (count === 0) return 0;
      const window = planesWithin(planes, 0, count);
      const earlier = turn;
      const work = abortable(earlier, signal).then(() => compute(start, window, signal));
      // One who gives up while others are at work does not let the next one begin.
      turn = Promise.all([earlier, work.catch(() => {})]);
      await work;
      return count;
    },
  };
}
