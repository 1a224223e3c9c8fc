import { available } from "./byte-source.ts";
import type { EditableFile } from "./editable-file.ts";

/** A file in memory that can be edited in place. */
export interface MemoryFile extends EditableFile {
  /** What it holds now. Valid until the next change. */
  bytes(): Uint8Array;
}

/**
 * A file in memory, for pages and trials.
 *
 * @param content what it begins as; it is copied
 * @param name what a person would call it
 */
export function memoryFile(content: Uint8Array | ArrayBuffer = new Uint8Array(0), name?: string): MemoryFile {
  let memory = new Uint8Array(content).slice();

  async function truncate(size: number): Promise<void> {
    available(memory.length, size, 0);
    const resized = new Uint8Array(size);
    resized.set(memory.subarray(0, size));
    memory = resized;
  }

  return {
    ...(name === undefined ? {} : { name }),
    get size() {
      return memory.length;
    },
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const count = available(memory.length, offset, into.length);
      into.set(memory.subarray(offset, offset + count));
      return count;
    },
    async write(offset, bytes) {
      available(memory.length, offset, bytes.length);
      if (offset + bytes.length > memory.length) await truncate(offset + bytes.length);
      memory.set(bytes, offset);
    },
    truncate,
    async sync() {},
    bytes: () => memory,
  };
}
