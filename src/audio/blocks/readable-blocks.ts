import { checkIntegerOption } from "../../stream/integer-option.ts";
import type { AudioSource } from "../audio-source.ts";
import { type AudioBlock, type BlocksOptions, blocks } from "./blocks.ts";

/** Which blocks of a recording a stream gives, and how many it reads ahead. */
export interface ReadableBlocksOptions extends Omit<BlocksOptions, "reuse"> {
  /** Blocks that are read before somebody asks for them, 0 or more; 1 unless told otherwise. */
  readonly ahead?: number;
}

/**
 * The blocks of a recording as a stream, which reads only as fast as it is drained: at most `ahead` blocks are held for
 * a reader who does not come. Each block is new memory. Cancelling the stream ends the reading, and tells the source by
 * its signal.
 *
 * @throws LongwaveError `options/invalid`, `audio/bad-range` at once; the stream fails with `audio/unexpected-end`,
 *   what the source throws, and the signal's reason
 */
export function readableBlocks(
  source: AudioSource,
  options: ReadableBlocksOptions,
): ReadableStream<AudioBlock> {
  const { ahead = 1, signal, ...cut } = options;
  checkIntegerOption("ahead", ahead, 0);
  const ended = new AbortController();
  const found = blocks(source, { ...cut, reuse: false, signal: ended.signal });
  let giveUp = () => {};
  const release = () => signal?.removeEventListener("abort", giveUp);

  return new ReadableStream<AudioBlock>(
    {
      start(controller) {
        // A stream whose reader waits elsewhere is not pulled, and would not hear of it.
        giveUp = () => {
          ended.abort(signal?.reason);
          controller.error(signal?.reason);
        };
        if (signal?.aborted) giveUp();
        else signal?.addEventListener("abort", giveUp, { once: true });
      },
      async pull(controller) {
        try {
          const { done, value } = await found.next();
          if (ended.signal.aborted) return;
          if (!done) return controller.enqueue(value);
          release();
          controller.close();
        } catch (error) {
          release();
          if (!ended.signal.aborted) throw error;
        }
      },
      cancel(reason) {
        release();
        ended.abort(reason);
      },
    },
    { highWaterMark: ahead },
  );
}
