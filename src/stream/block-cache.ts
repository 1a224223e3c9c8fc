/** Blocks by number, the most recently used of them. Drops the others to stay within its bytes. */
export interface BlockCache<Block> {
  /** The block, which counts as used by that. */
  get(number: number): Block | undefined;
  has(number: number): boolean;
  /** Keeps a block, which nobody else may change from here on. */
  put(number: number, block: Block): void;
  clear(): void;
}

/**
 * An empty cache.
 *
 * @param maxBytes at least the size of the largest block, and of those that are pinned beside it
 * @param bytesOf the size of a block
 * @param isPinned whether a block stays, once it is there, until all are cleared
 */
export function blockCache<Block>(
  maxBytes: number,
  bytesOf: (block: Block) => number,
  isPinned: (number: number) => boolean = () => false,
): BlockCache<Block> {
  const blocks = new Map<number, Block>(); // a Map keeps its order of insertion: the least recently used is first
  let held = 0;

  function drop(number: number): void {
    const block = blocks.get(number);
    if (block === undefined) return;
    held -= bytesOf(block);
    blocks.delete(number);
  }

  return {
    get(number) {
      const block = blocks.get(number);
      if (block === undefined) return undefined;
      blocks.delete(number);
      blocks.set(number, block);
      return block;
    },
    has: (number) => blocks.has(number),
    put(number, block) {
      drop(number);
      const bytes = bytesOf(block);
      for (const oldest of blocks.keys()) {
        if (held + bytes <= maxBytes) break;
        if (!isPinned(oldest)) drop(oldest);
      }
      blocks.set(number, block);
      held += bytes;
    },
    clear() {
      blocks.clear();
      held = 0;
    },
  };
}
