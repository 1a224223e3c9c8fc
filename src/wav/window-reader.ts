import { available, type ByteSource, readFully } from "../stream/byte-source.ts";

/** Chunk headers lie close together at the start of most files; one read of this size serves them all. */
const WINDOW_BYTES = 4096;

/**
 * The bytes at `offset`, `length` of them, fewer at the end of the file. Valid until the next call.
 *
 * @throws LongwaveError `stream/unexpected-end` when the source turns out to be shorter than its size
 */
export type WindowReader = (offset: number, length: number) => Promise<Uint8Array>;

/** Reads small pieces through a window, so that walking over many small chunks costs few reads. */
export function windowReader(source: ByteSource, signal?: AbortSignal): WindowReader {
  let window = new Uint8Array(0);
  let start = 0;
  return async (offset, length) => {
    const count = available(source.size, offset, length);
    if (offset < start || offset + count > start + window.length) {
      window = new Uint8Array(available(source.size, offset, Math.max(length, WINDOW_BYTES)));
      start = offset;
      await readFully(source, offset, window, signal);
    }
    return window.subarray(offset - start, offset - start + count);
  };
}
