import { newPlanes, planesWithin } from "../../dsp/planes.ts";
import { optionError } from "../../stream/error.ts";
import { checkIntegerOption } from "../../stream/integer-option.ts";
import type { AudioSource } from "../audio-source.ts";
import { type FrameRangeOptions, frameRange } from "../frame-range.ts";
import { readFrames } from "../read-frames.ts";

/** A run of frames out of a recording. */
export interface AudioBlock {
  /** Where it begins in the recording, in frames. */
  readonly frame: number;
  /** One per channel, all of one length. */
  readonly planes: Float32Array[];
}

/** How a recording is cut into blocks. */
export interface BlockCut {
  /** Frames per block, 1 or more. The last one may be shorter. */
  readonly size: number;
  /** Frames that a block has in common with the one before it, less than `size`; 0 unless told otherwise. */
  readonly overlap?: number;
}

/** Which blocks of a recording are read, and into what memory. */
export interface BlocksOptions extends BlockCut, FrameRangeOptions {
  /**
   * Whether all blocks are the same memory, which the next block overwrites; false unless told otherwise: each block is
   * new memory, which whoever receives it may change and keep.
   */
  readonly reuse?: boolean;
  /** Ends the reading with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * The frames of a recording in order, block by block. A block is read when it is asked for, nothing ahead of that, and
 * every frame is read once: what blocks have in common is kept between them.
 *
 * The last block is the first that reaches the end, so none lies within the one before it.
 *
 * @throws LongwaveError `options/invalid`, `audio/bad-range` at once; while reading `audio/unexpected-end`, and what
 *   the source throws
 */
export function blocks(
  source: AudioSource,
  options: BlocksOptions,
): AsyncGenerator<AudioBlock, void, undefined> {
  checkBlockCut(options);
  const span = frameRange(options, source.frames);
  return readBlocks(source, options, span);
}

async function* readBlocks(
  source: AudioSource,
  { size, overlap = 0, reuse = false, signal }: BlocksOptions,
  { from, to }: { readonly from: number; readonly to: number },
): AsyncGenerator<AudioBlock, void, undefined> {
  const { channels } = source;
  const memory = reuse ? newPlanes(channels, Math.min(size, to - from)) : undefined;
  // Whoever has a block may change it, so what the next one begins with is kept apart.
  const shared = newPlanes(channels, Math.min(overlap, to - from));
  let kept = 0;
  for (let frame = from; frame + kept < to; frame += size - overlap) {
    signal?.throwIfAborted();
    const length = Math.min(size, to - frame);
    const planes = memory ? planesWithin(memory, 0, length) : newPlanes(channels, length);
    copyInto(planes, shared, kept);
    await readFrames(source, frame + kept, kept > 0 ? planesWithin(planes, kept, length) : planes, signal);
    const isLast = frame + length >= to;
    if (!isLast) {
      copyInto(shared, planesWithin(planes, length - overlap, length), overlap);
      kept = overlap;
    }
    yield { frame, planes };
    if (isLast) return;
  }
}

/**
 * Holds a way of cutting blocks against what is possible.
 *
 * @throws LongwaveError `options/invalid`
 * @internal
 */
export function checkBlockCut({ size, overlap = 0 }: BlockCut): void {
  checkIntegerOption("size", size, 1);
  checkIntegerOption("overlap", overlap, 0);
  if (overlap >= size) throw optionError("options.overlap", `less than the size of ${size}`, overlap);
}

function copyInto(planes: readonly Float32Array[], from: readonly Float32Array[], frames: number): void {
  if (frames === 0) return;
  planes.forEach((plane, channel) => {
    const other = from[channel];
    if (other) plane.set(other.length === frames ? other : other.subarray(0, frames));
  });
}
