import type { Meter } from "../dsp/meter.ts";
import { newPlanes, planesWithin } from "../dsp/planes.ts";
import { givesWay } from "../stream/wait.ts";
import type { AudioSource } from "./audio-source.ts";
import { BLOCK_SAMPLES, TURN_MS } from "./pace.ts";
import { readFrames } from "./read-frames.ts";

/** How far something has come that goes through a recording. */
export interface FramesProgress {
  /** Frames done. */
  readonly frames: number;
  /** Frames in all. */
  readonly total: number;
}

/** What goes through a recording can be watched, and stopped. */
export interface MeasureOptions {
  /** Ends the work with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block. */
  readonly onProgress?: (progress: FramesProgress) => void;
}

/**
 * Lets meters hear a whole source, block by block; while they hear one block the next is being read.
 *
 * @throws LongwaveError `audio/unexpected-end`, and what the source throws
 */
export async function measure(
  source: AudioSource,
  meters: readonly Meter[],
  options: MeasureOptions = {},
): Promise<void> {
  const { signal, onProgress } = options;
  const { channels, frames: total } = source;
  const blockFrames = Math.max(1, Math.floor(BLOCK_SAMPLES / channels));
  const [memory, otherMemory] = [0, 1].map(() => newPlanes(channels, Math.min(blockFrames, total)));
  const readBlock = async (at: number, into: readonly Float32Array[] = []) => {
    const planes = planesWithin(into, 0, Math.min(blockFrames, total - at));
    await readFrames(source, at, planes, signal);
    return planes;
  };
  const giveWay = givesWay(TURN_MS);
  let turn = memory;
  let next = total > 0 ? readBlock(0, turn) : undefined;
  for (let at = 0; at < total; at += blockFrames) {
    const planes = await next;
    signal?.throwIfAborted();
    const end = at + blockFrames;
    turn = turn === memory ? otherMemory : memory;
    next = end < total ? readBlock(end, turn) : undefined;
    // Looked at in the next round; until then its failure has nobody who listens.
    next?.catch(() => {});
    if (planes) for (const meter of meters) meter.add(planes);
    onProgress?.({ frames: Math.min(end, total), total });
    await giveWay();
  }
}
