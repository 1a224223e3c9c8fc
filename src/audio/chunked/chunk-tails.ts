import { newPlanes, planesWithin } from "../../dsp/planes.ts";

/** The ends of chunks that are faded out under the next ones: a chunk may have gone when the next one is read. */
export interface ChunkTails {
  get(index: number): readonly Float32Array[] | undefined;
  /** Keeps the frames of a chunk from `from` on. */
  keep(index: number, chunk: readonly Float32Array[], from: number): void;
}

/** Keeps the ends of so many chunks, those that were kept last, in memory that is used again and again. */
export function chunkTails(most: number, channels: number, mostFrames: number): ChunkTails {
  const tails = new Map<number, { readonly memory: Float32Array[]; readonly length: number }>();
  return {
    get(index) {
      const tail = tails.get(index);
      return tail && planesWithin(tail.memory, 0, tail.length);
    },
    keep(index, chunk, from) {
      const [oldest] = tails.size < most || tails.has(index) ? [index] : tails.keys();
      const memory = tails.get(oldest ?? index)?.memory ?? newPlanes(channels, mostFrames);
      tails.delete(oldest ?? index);
      const length = (chunk[0]?.length ?? 0) - from;
      chunk.forEach((plane, channel) => {
        memory[channel]?.set(plane.subarray(from));
      });
      tails.set(index, { memory, length });
    },
  };
}
