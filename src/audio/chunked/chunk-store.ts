import { newPlanes, planesWithin } from "../../dsp/planes.ts";
import { type Join, sharedWork } from "../../stream/shared-work.ts";
import { chunkTails } from "./chunk-tails.ts";
import { type Slot, slotPool } from "./slot-pool.ts";

/** Chunks by number, each computed once for all who ask for it, and kept for a while. */
export interface ChunkStore {
  /**
   * Gives a chunk to `use`, one plane per channel, which nobody may change; computed where it has to be. It stays what it is
   * until `use` returns.
   *
   * @param withHead whether its beginning is wanted too, into which the end of the chunk before it is blended
   */
  read(
    index: number,
    withHead: boolean,
    use: (planes: readonly Float32Array[]) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** Begins to compute a chunk that will be asked for soon, unless all memory has chunks that are needed sooner. */
  ahead(index: number): void;
  /** Gives up what was begun by `ahead`, unless somebody waits for it by now. */
  cancelAhead(): void;
}

/** What is kept, and how it is made. */
export interface ChunkStoreOptions {
  readonly channels: number;
  /** Frames of a chunk, up to where the next one begins. */
  lengthOf(index: number): number;
  /** Frames of a chunk behind that, which are faded out under the next one. */
  tailOf(index: number): number;
  /** The most that a chunk has, with its tail, and the most that a tail has. */
  readonly mostFrames: number;
  readonly mostTail: number;
  /**
   * Chunks that are kept or computed at the same time, beside the first: an integer of 1 or more. With 0 whoever reads
   * another chunk than the first would wait for ever.
   */
  readonly slots: number;
  /** The chunks that somebody is reading, which others are to make room for. */
  needed(): ReadonlySet<number>;
  /** Fills planes with a chunk, one per channel. */
  compute(index: number, into: readonly Float32Array[], signal: AbortSignal): Promise<void>;
  /** Blends the tail of a chunk into the beginning of the next one. */
  blend(tail: readonly Float32Array[], chunk: readonly Float32Array[]): void;
}

/** Tails are kept of so many more chunks than there are slots. */
const MORE_TAILS = 2;

/** A chunk that is being computed. */
interface Computation {
  readonly join: Join<Slot>;
  /** How many wait for it: they use its slot from the moment on when it is there. */
  waiting: number;
  /** There when it is computed. */
  slot?: Slot;
}

/**
 * An empty store, which keeps the first chunk always and of the others those used last. Where all memory is in use, whoever
 * needs some for another chunk waits.
 */
export function chunkStore(options: ChunkStoreOptions): ChunkStore {
  const { channels, lengthOf, tailOf, mostFrames, slots, needed, compute, blend } = options;
  const pool = slotPool(slots, () => newPlanes(channels, mostFrames));
  const tails = chunkTails(slots + MORE_TAILS, channels, options.mostTail);
  const underWay = new Map<number, Computation>();
  let first: Slot | undefined;
  let aheadSignal = new AbortController();

  function begin(index: number): Computation {
    const forget = () => {
      if (underWay.get(index) === computation) underWay.delete(index);
    };
    const join = sharedWork(async (signal) => {
      try {
        const slot = index === 0 ? firstSlot() : await pool.take(needed(), signal);
        try {
          const chunk = planesWithin(slot.memory, 0, lengthOf(index) + tailOf(index));
          await compute(index, chunk, signal);
          signal.throwIfAborted();
          tails.keep(index, chunk, lengthOf(index));
        } catch (error) {
          if (index > 0) pool.discard(slot);
          throw error;
        }
        // Those who wait hold it before anybody can take it from them.
        slot.users += computation.waiting;
        computation.slot = slot;
        if (index === 0) first = slot;
        else pool.keep(index, slot);
        pool.leave(slot);
        return slot;
      } finally {
        forget();
      }
    }, forget);
    const computation: Computation = { join, waiting: 0 };
    underWay.set(index, computation);
    return computation;
  }

  /** The first chunk has memory of its own, which it keeps. */
  function firstSlot(): Slot {
    return { memory: newPlanes(channels, lengthOf(0) + tailOf(0)), users: 1, isBlended: true };
  }

  /** The slot of a chunk, with one user more. */
  async function borrow(index: number, signal: AbortSignal | undefined): Promise<Slot> {
    const kept = index === 0 ? first : pool.find(index);
    if (kept) {
      kept.users++;
      return kept;
    }
    const computation = underWay.get(index) ?? begin(index);
    computation.waiting++;
    try {
      return await computation.join(signal);
    } catch (error) {
      // Whoever gives up at the very moment when it is there holds it already.
      if (computation.slot) pool.leave(computation.slot);
      else computation.waiting--;
      throw error;
    }
  }

  /** Whether a chunk is whole, its beginning included; blends that where it can be. */
  function isWhole(index: number, slot: Slot): boolean {
    if (index === 0 || slot.isBlended) return true;
    const tail = tails.get(index - 1);
    if (!tail) return false;
    blend(tail, planesWithin(slot.memory, 0, lengthOf(index)));
    slot.isBlended = true;
    return true;
  }

  return {
    async read(index, withHead, use, signal) {
      for (;;) {
        const slot = await borrow(index, signal);
        try {
          if (!withHead || isWhole(index, slot)) return use(planesWithin(slot.memory, 0, lengthOf(index)));
        } finally {
          pool.leave(slot);
        }
        // Nobody holds one chunk while they wait for another: all memory could be held by such.
        pool.leave(await borrow(index - 1, signal));
      }
    },
    ahead(index) {
      if (index === 0 || pool.find(index) || underWay.has(index) || !pool.hasRoom(needed())) return;
      // Its failure is told to whoever reads there.
      begin(index)
        .join(aheadSignal.signal)
        .catch(() => {});
    },
    cancelAhead() {
      aheadSignal.abort();
      aheadSignal = new AbortController();
    },
  };
}
