import { blockCache } from "../stream/block-cache.ts";
import { type Join, sharedWork } from "../stream/shared-work.ts";

/** Chunks by number, each computed once for all who ask for it, and kept for a while. */
export interface ChunkStore {
  /** The chunk, which nobody may change; computed where it has to be. */
  get(index: number, signal?: AbortSignal): Promise<readonly Float32Array[]>;
  /** Begins to compute a chunk that will be asked for soon. */
  ahead(index: number): void;
  /** Gives up what was begun by `ahead`, unless somebody waits for it by now. */
  cancelAhead(): void;
}

/**
 * An empty store, which keeps the first chunk always and of the others those used last.
 *
 * @param compute gives a chunk, one plane per channel
 */
export function chunkStore(
  maxBytes: number,
  compute: (index: number, signal: AbortSignal) => Promise<readonly Float32Array[]>,
): ChunkStore {
  const kept = blockCache<readonly Float32Array[]>(maxBytes, bytesOf, (index) => index === 0);
  const underWay = new Map<number, Join<readonly Float32Array[]>>();
  let aheadSignal = new AbortController();

  function begin(index: number): Join<readonly Float32Array[]> {
    const forget = () => {
      if (underWay.get(index) === join) underWay.delete(index);
    };
    const join = sharedWork(async (signal) => {
      try {
        const chunk = await compute(index, signal);
        kept.put(index, chunk);
        return chunk;
      } finally {
        forget();
      }
    }, forget);
    underWay.set(index, join);
    return join;
  }

  return {
    async get(index, signal) {
      return kept.get(index) ?? (underWay.get(index) ?? begin(index))(signal);
    },
    ahead(index) {
      if (kept.has(index) || underWay.has(index)) return;
      // Its failure is told to whoever reads there.
      begin(index)(aheadSignal.signal).catch(() => {});
    },
    cancelAhead() {
      aheadSignal.abort();
      aheadSignal = new AbortController();
    },
  };
}

function bytesOf(planes: readonly Float32Array[]): number {
  return planes.reduce((sum, plane) => sum + plane.byteLength, 0);
}
