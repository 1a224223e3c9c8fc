/** Blocks of bytes by number, the most recently used of them. Drops the others to stay within `maxBytes`. */
export interface BlockCache {
  /** The block, which counts as used by that. */
  get(block: number): Uint8Array | undefined;
  has(block: number): boolean;
  /** Keeps a block, whose bytes nobody else may change from here on. */
  put(block: number, bytes: Uint8Array): void;
  clear(): void;
}

/**
 * An empty cache.
 *
 * @param maxBytes at least the size of the largest block
 */
export function blockCache(maxBytes: number): BlockCache {
  const blocks = new Map<number, Uint8Array>(); // a Map keeps its order of insertion: the least recently used is first
  let held = 0;

  function drop(block: number): void {
    held -= blocks.get(block)?.length ?? 0;
    blocks.delete(block);
  }

  return {
    get(block) {
      const bytes = blocks.get(block);
      if (bytes === undefined) return undefined;
      blocks.delete(block);
      blocks.set(block, bytes);
      return bytes;
    },
    has: (block) => blocks.has(block),
    put(block, bytes) {
      drop(block);
      for (const oldest of blocks.keys()) {
        if (held + bytes.length <= maxBytes) break;
        drop(oldest);
      }
      blocks.set(block, bytes);
      held += bytes.length;
    },
    clear() {
      blocks.clear();
      held = 0;
    },
  };
}
