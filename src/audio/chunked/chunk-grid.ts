/** Where a chunk lies in a recording. */
export interface ChunkPlace {
  /** Its first frame. */
  readonly start: number;
  /** The frame before which the next chunk begins. */
  readonly end: number;
  /**
   * The frame before which it is faded out under the next one: `end` and the overlap, at most the recording's length.
   */
  readonly tailEnd: number;
}

/** The chunks that a recording is computed in. */
export interface ChunkGrid {
  readonly count: number;
  /** The number of the chunk that begins at a frame or before it, and ends behind it. */
  indexAt(frame: number): number;
  place(index: number): ChunkPlace;
}

/**
 * Chunks that grow from a small first one, each twice as long as the one before it, to their full length.
 *
 * @param frames the recording's length; the last chunk is as long as what is left
 * @param first length of the first chunk in frames, 1 or more
 * @param full length in frames of all chunks that need not be shorter, `first` or more
 * @param overlap frames that neighbours share, at most `first`
 */
export function chunkGrid(frames: number, first: number, full: number, overlap: number): ChunkGrid {
  const starts = [0]; // of the growing chunks, and of the first one at full length
  for (let length = first; length < full; length *= 2) starts.push((starts.at(-1) ?? 0) + length);
  const growing = starts.length - 1;
  const grown = starts[growing] ?? 0;

  const startOf = (index: number) => starts[index] ?? grown + (index - growing) * full;

  function indexAt(frame: number): number {
    if (frame >= grown) return growing + Math.floor((frame - grown) / full);
    return starts.findLastIndex((start) => start <= frame);
  }

  return {
    count: frames === 0 ? 0 : indexAt(frames - 1) + 1,
    indexAt,
    place(index) {
      const end = Math.min(frames, startOf(index + 1));
      return { start: startOf(index), end, tailEnd: Math.min(frames, end + overlap) };
    },
  };
}
