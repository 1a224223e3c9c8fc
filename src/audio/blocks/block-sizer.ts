import { checkPlanes, newPlanes } from "../../dsp/planes.ts";
import { type AudioBlock, type BlockCut, checkBlockCut } from "./blocks.ts";
import { followingFrame } from "./following-frame.ts";

/**
 * Cuts a stream of blocks anew, into those that `blocks` would give: all of one size, but for the last, with an overlap
 * if wanted. What goes in must follow each other without gap or overlap, in blocks of any length; what comes out is new
 * memory.
 *
 * Up to one block of `size` is kept. For a reader who does not come one block that went in is held besides, cut into
 * its parts.
 *
 * The stream fails with LongwaveError `audio/bad-block` where a block does not begin where the one before it ended, and
 * with `audio/bad-planes` where the number of planes changes.
 *
 * @throws LongwaveError `options/invalid`
 */
export function blockSizer(options: BlockCut): TransformStream<AudioBlock, AudioBlock> {
  checkBlockCut(options);
  const { size, overlap = 0 } = options;
  let held: Float32Array[] = [];
  let filled = 0;
  let given = 0; // frames in `held` that an earlier block had too
  let frame = 0;
  let next: number | undefined;

  function give(out: TransformStreamDefaultController<AudioBlock>): void {
    out.enqueue({ frame, planes: held.map((plane) => plane.slice(0, filled)) });
    for (const plane of held) plane.copyWithin(0, filled - overlap, filled);
    frame += filled - overlap;
    given = overlap;
    filled = overlap;
  }

  return new TransformStream<AudioBlock, AudioBlock>({
    transform(block, out) {
      const isFirst = next === undefined;
      next = followingFrame(block, next);
      if (isFirst) {
        held = newPlanes(block.planes.length, size);
        frame = block.frame;
      }
      const length = checkPlanes(block.planes, held.length);
      for (let at = 0; at < length; ) {
        const count = Math.min(length - at, size - filled);
        held.forEach((plane, channel) => {
          plane.set(block.planes[channel]?.subarray(at, at + count) ?? [], filled);
        });
        at += count;
        filled += count;
        if (filled === size) give(out);
      }
    },
    flush(out) {
      if (filled > given) out.enqueue({ frame, planes: held.map((plane) => plane.slice(0, filled)) });
    },
  });
}
