import { available, type ByteSource } from "./byte-source.ts";

/**
 * A source over bytes in memory. They are not copied: whoever changes them changes the source.
 *
 * @throws LongwaveError, when it is read, `stream/bad-range` for an offset that is negative or no integer
 */
export function memorySource(bytes: Uint8Array | ArrayBuffer, name?: string): ByteSource {
  const all = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return {
    size: all.length,
    ...(name === undefined ? {} : { name }),
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const count = available(all.length, offset, into.length);
      into.set(all.subarray(offset, offset + count));
      return count;
    },
  };
}
