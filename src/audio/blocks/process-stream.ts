import { newPlanes, planesWithin } from "../../dsp/planes.ts";
import type { Processor } from "../../dsp/processor.ts";
import type { AudioBlock } from "./blocks.ts";
import { followingFrame } from "./following-frame.ts";

/** Silence is pushed through a processor at the end in runs of this many frames. */
const FLUSH_FRAMES = 65536;

/**
 * Blocks through an effect, as a stream between streams: what comes out is as long as what goes in, and lies where it
 * lay, because the effect's latency is taken off the beginning and made up for with silence at the end. It needs the
 * processor to itself, as new or after `reset`.
 *
 * Blocks that go in stay as they are; those that come out are new memory. They follow each other without gap or
 * overlap, and are as long as those that went in, but where a latency moves the cuts. For a reader who does not come
 * one block is held.
 *
 * The stream fails with LongwaveError `audio/bad-block` where a block does not begin where the one before it ended, and
 * with what the processor throws.
 */
export function processStream(processor: Processor): TransformStream<AudioBlock, AudioBlock> {
  const { latency } = processor;
  let channels = 0;
  let next: number | undefined;
  let late = latency;
  let frame = 0;

  function pass(planes: Float32Array[], out: TransformStreamDefaultController<AudioBlock>): void {
    processor.process(planes);
    const length = planes[0]?.length ?? 0;
    const dropped = Math.min(late, length);
    late -= dropped;
    if (dropped === length) return;
    out.enqueue({ frame, planes: dropped > 0 ? planesWithin(planes, dropped, length) : planes });
    frame += length - dropped;
  }

  return new TransformStream<AudioBlock, AudioBlock>({
    transform(block, out) {
      next = followingFrame(block, next);
      if (channels === 0) {
        channels = block.planes.length;
        frame = block.frame;
      }
      pass(
        block.planes.map((plane) => plane.slice()),
        out,
      );
    },
    flush(out) {
      if (channels === 0) return;
      for (let left = latency; left > 0; left -= FLUSH_FRAMES) {
        pass(newPlanes(channels, Math.min(left, FLUSH_FRAMES)), out);
      }
    },
  });
}
