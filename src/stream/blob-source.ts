import { available, type ByteSource } from "./byte-source.ts";

/** A source over a `Blob`, or a `File` that a person chose in a page. Only the ranges that are read are loaded. */
export function blobSource(blob: Blob): ByteSource {
  const name = "name" in blob ? String(blob.name) : undefined;
  return {
    size: blob.size,
    ...(name === undefined ? {} : { name }),
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const count = available(blob.size, offset, into.length);
      if (count === 0) return 0;
      into.set(new Uint8Array(await blob.slice(offset, offset + count).arrayBuffer()));
      signal?.throwIfAborted();
      return count;
    },
  };
}
