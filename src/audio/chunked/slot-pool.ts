import { abortable } from "../../stream/wait.ts";

/** Memory for one chunk. */
export interface Slot {
  /** One plane per channel. */
  readonly memory: Float32Array[];
  /** Who computes the chunk in it, waits for it, or reads it. */
  users: number;
  /** Whether the end of the chunk before it is blended into its beginning. */
  isBlended: boolean;
}

/** A fixed number of slots, which are used again and again: new memory for each would wait for the garbage collector. */
export interface SlotPool {
  /** The slot of a chunk, which counts as used by that. */
  find(index: number): Slot | undefined;
  /**
   * A slot with one user and no chunk: one that is empty, or the one that was used longest ago, of those whose chunk is
   * not among `needed` if there are any. Waits where all are in use.
   */
  take(needed: ReadonlySet<number>, signal: AbortSignal): Promise<Slot>;
  /** Whether there is a slot that is empty, or has a chunk that nobody uses and that is not among `needed`. */
  hasRoom(needed: ReadonlySet<number>): boolean;
  /** Says which chunk is in a slot. */
  keep(index: number, slot: Slot): void;
  /** One user less. */
  leave(slot: Slot): void;
  /** One user less, and no chunk in it. */
  discard(slot: Slot): void;
}

/** Slots that are made when they are needed. */
export function slotPool(most: number, newMemory: () => Float32Array[]): SlotPool {
  const held = new Map<number, Slot>(); // a Map keeps its order of insertion: the least recently used is first
  const free: Slot[] = [];
  let made = 0;
  let waiting: (() => void)[] = [];

  function unused(needed: ReadonlySet<number>): Slot | undefined {
    const slot = free.pop();
    if (slot) return slot;
    if (made < most) {
      made++;
      return { memory: newMemory(), users: 0, isBlended: false };
    }
    const candidates = [...held].filter(([, { users }]) => users === 0);
    const [index, oldest] = candidates.find(([candidate]) => !needed.has(candidate)) ?? candidates[0] ?? [];
    if (index !== undefined) held.delete(index);
    return oldest;
  }

  /** All who wait look again: the first finds it, and the others go on waiting. */
  function leave(slot: Slot): void {
    slot.users--;
    if (slot.users > 0) return;
    const awake = waiting;
    waiting = [];
    for (const wake of awake) wake();
  }

  return {
    find(index) {
      const slot = held.get(index);
      if (!slot) return undefined;
      held.delete(index);
      held.set(index, slot);
      return slot;
    },
    async take(needed, signal) {
      for (;;) {
        signal.throwIfAborted();
        const slot = unused(needed);
        if (slot) {
          slot.users = 1;
          slot.isBlended = false;
          return slot;
        }
        await abortable(new Promise<void>((resolve) => waiting.push(resolve)), signal);
      }
    },
    hasRoom: (needed) =>
      free.length > 0 ||
      made < most ||
      [...held].some(([index, { users }]) => users === 0 && !needed.has(index)),
    keep: (index, slot) => void held.set(index, slot),
    leave,
    discard(slot) {
      free.push(slot);
      leave(slot);
    },
  };
}
