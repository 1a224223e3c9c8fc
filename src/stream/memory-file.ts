import { available, checkOffset } from "./byte-source.ts";
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
 * @throws LongwaveError, from its methods, `stream/bad-range` for an offset or a size that is negative or no integer
 */
export function memoryFile(content: Uint8Array | ArrayBuffer = new Uint8Array(0), name?: string): MemoryFile {
  let memory = new Uint8Array(content).slice();
  let length = memory.length;

  /** Makes room for so many bytes; doubled, because a file that grows mostly goes on growing. */
  function reserve(size: number): void {
    if (size <= memory.length) return;
    const larger = new Uint8Array(Math.max(size, 2 * memory.length));
    larger.set(memory.subarray(0, length));
    memory = larger;
  }

  return {
    ...(name === undefined ? {} : { name }),
    get size() {
      return length;
    },
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const count = available(length, offset, into.length);
      into.set(memory.subarray(offset, offset + count));
      return count;
    },
    async write(offset, bytes) {
      checkOffset(offset, length);
      reserve(offset + bytes.length);
      memory.set(bytes, offset);
      length = Math.max(length, offset + bytes.length);
    },
    async truncate(size) {
      checkOffset(size, length);
      reserve(size);
      // What comes back later comes back as zeros.
      memory.fill(0, Math.min(size, length), length);
      length = size;
    },
    async sync() {},
    bytes: () => memory.subarray(0, length),
  };
}
