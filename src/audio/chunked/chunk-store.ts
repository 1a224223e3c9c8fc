import { newPlanes, planesWithin } from "../../dsp/planes.ts";
import { type Join, sharedWork } from "../../stream/shared-work.ts";

/** Chunks by number, each computed once for all who ask for it, and kept for a while. */
export interface ChunkStore {
  /**
   * Lends a chunk, which nobody may change; computed where it has to be. It stays what it is until it is given back.
   */
  borrow(index: number, signal?: AbortSignal): Promise<LentChunk>;
  /** Begins to compute a chunk that will be asked for soon. */
  ahead(index: number): void;
  /** Gives up what was begun by `ahead`, unless somebody waits for it by now. */
  cancelAhead(): void;
}

/** A chunk that somebody reads. */
export interface LentChunk {
  /** One per channel. */
  readonly planes: readonly Float32Array[];
  giveBack(): void;
}

/** Memory for one chunk. It is used again and again: new memory for each would wait for the garbage collector. */
interface Slot {
  readonly memory: Float32Array[];
  /** Who computes the chunk in it, or reads it. */
  users: number;
}

/** What is kept, and how it is made. */
export interface ChunkStoreOptions {
  readonly channels: number;
  /** Frames of a chunk. */
  lengthOf(index: number): number;
  /** The most that a chunk has, in frames. */
  readonly mostFrames: number;
  /** Chunks that are kept beside the first, 2 or more; those that are being computed are among them. */
  readonly slots: number;
  /** Fills planes with a chunk, one per channel. */
  compute(index: number, into: readonly Float32Array[], signal: AbortSignal): Promise<void>;
}

/** An empty store, which keeps the first chunk always and of the others those used last. */
export function chunkStore(options: ChunkStoreOptions): ChunkStore {
  const { channels, lengthOf, mostFrames, slots: mostSlots, compute } = options;
  const kept = new Map<number, Slot>(); // a Map keeps its order of insertion: the least recently used is first
  const free: Slot[] = [];
  const underWay = new Map<number, Join<Slot>>();
  let aheadSignal = new AbortController();
  let slots = 0;

  /** Memory that nobody uses. Where all is in use there is more of it for a while. */
  function takeSlot(index: number): Slot {
    if (index === 0) return { memory: newPlanes(channels, lengthOf(0)), users: 1 };
    const slot = free.pop() ?? (slots < mostSlots ? undefined : oldestUnused());
    if (slot) {
      slot.users = 1;
      return slot;
    }
    slots++;
    return { memory: newPlanes(channels, mostFrames), users: 1 };
  }

  function oldestUnused(): Slot | undefined {
    for (const [index, slot] of kept) {
      if (index === 0 || slot.users > 0) continue;
      kept.delete(index);
      return slot;
    }
    return undefined;
  }

  function leave(slot: Slot): void {
    slot.users--;
    for (; slots > mostSlots; slots--) if (!free.pop() && !oldestUnused()) return;
  }

  function begin(index: number): Join<Slot> {
    const forget = () => {
      if (underWay.get(index) === join) underWay.delete(index);
    };
    const join = sharedWork(async (signal) => {
      const slot = takeSlot(index);
      try {
        await compute(index, planesWithin(slot.memory, 0, lengthOf(index)), signal);
        kept.set(index, slot);
      } catch (error) {
        if (index > 0) free.push(slot);
        throw error;
      } finally {
        forget();
        leave(slot);
      }
      return slot;
    }, forget);
    underWay.set(index, join);
    return join;
  }

  /** The slot of a chunk, which counts as used by that. */
  function find(index: number): Slot | undefined {
    const slot = kept.get(index);
    if (!slot) return undefined;
    kept.delete(index);
    kept.set(index, slot);
    return slot;
  }

  function lend(index: number, slot: Slot): LentChunk {
    slot.users++;
    return { planes: planesWithin(slot.memory, 0, lengthOf(index)), giveBack: () => leave(slot) };
  }

  return {
    async borrow(index, signal) {
      for (;;) {
        const slot = find(index);
        if (slot) return lend(index, slot);
        await (underWay.get(index) ?? begin(index))(signal);
      }
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
