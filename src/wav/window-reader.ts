import type { ByteSource } from "../stream/byte-source.ts";

/** Chunk headers lie close together at the start of most files; one read of this size serves them all. */
const WINDOW_BYTES = 4096;

/** The bytes at `offset`, `length` of them, fewer at the end of the file. Valid until the next call. */
export type WindowReader = (offset: number, length: number) => Promise<Uint8Array>;

/** Reads small pieces through a window, so that walking over many small chunks costs few reads. */
export function windowReader(source: ByteSource, signal?: AbortSignal): WindowReader {
  let window = new Uint8Array(0);
  let start = 0;
  return async (offset, length) => {
    if (offset < start || offset + length > start + window.length) {
      const memory = new Uint8Array(Math.max(length, WINDOW_BYTES));
      const got = await source.read(offset, memory, signal);
      window = memory.subarray(0, got);
      start = offset;
    }
    return window.subarray(offset - start, offset - start + length);
  };
}
