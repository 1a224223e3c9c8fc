/** Memory that is lent again and again to those who need some for a while, so that it does not wait for the collector. */
export interface Spare<Memory> {
  /** Memory of at least this length. */
  take(length: number): Memory;
  /** Gives memory back that nobody writes to or reads from any more; after a failure it is not given back. */
  giveBack(memory: Memory): void;
}

/** Keeps one piece of memory. Who takes some while another has that gets new memory. */
export function spare<Memory>(
  make: (length: number) => Memory,
  lengthOf: (memory: Memory) => number,
): Spare<Memory> {
  let kept: Memory | undefined;
  return {
    take(length) {
      const memory = kept;
      kept = undefined;
      return memory !== undefined && lengthOf(memory) >= length ? memory : make(length);
    },
    giveBack(memory) {
      if (kept === undefined || lengthOf(kept) < lengthOf(memory)) kept = memory;
    },
  };
}

/** Keeps one piece of bytes. */
export function spareBytes(): Spare<Uint8Array> {
  return spare(
    (length) => new Uint8Array(length),
    (bytes) => bytes.length,
  );
}
