import { newPlanes, planesWithin } from "../../dsp/planes.ts";

/** The ends of chunks that are faded out under the next ones: a chunk may have gone when the next one is read. */
export interface ChunkTails {
  get(index: number): readonly Float32Array[] | undefined;
  /** Keeps the frames of a chunk from `from` on. */
  keep(index: number, chunk: readonly Float32Array[], from: number): void;
}

/** Keeps the ends of so many chunks, those that were kept last, in memory that is used again and again. */
export function chunkTails(most: number, channels: number, mostFrames: number): ChunkTails {
  // A Map keeps its order of insertion: the tail that was kept longest ago is first.
  const tails = new Map<number, { readonly memory: Float32Array[]; readonly length: number }>();

  /** The memory of the tail that a new one takes the place of: of the same chunk, or of the oldest where there is no more room. */
  function memoryOfReplaced(index: number): Float32Array[] | undefined {
    const needsRoom = tails.size >= most && !tails.has(index);
    const [oldest = index] = tails.keys();
    const replaced = needsRoom ? oldest : index;
    const memory = tails.get(replaced)?.memory;
    tails.delete(replaced);
    return memory;
  }

  return {
    get(index) {
      const tail = tails.get(index);
      return tail && planesWithin(tail.memory, 0, tail.length);
    },
    keep(index, chunk, from) {
      const memory = memoryOfReplaced(index) ?? newPlanes(channels, mostFrames);
      const length = (chunk[0]?.length ?? 0) - from;
      chunk.forEach((plane, channel) => {
        memory[channel]?.set(plane.subarray(from));
      });
      tails.set(index, { memory, length });
    },
  };
}
