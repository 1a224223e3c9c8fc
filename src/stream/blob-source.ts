import { available, type ByteSource } from "./byte-source.ts";
import { LongwaveError } from "./error.ts";

const blobs = new WeakMap<ByteSource, Blob>();

/**
 * What a source of `blobSource` is over, for those who read it themselves; `undefined` for any other source.
 *
 * @internal
 */
export function blobOf(source: ByteSource): Blob | undefined {
  return blobs.get(source);
}

/**
 * A source over a `Blob`, or a `File` that a person chose in a page. Only the ranges that are read are loaded.
 *
 * @throws LongwaveError `stream/blob-unreadable`, when reading, when the file behind it was changed or removed
 */
export function blobSource(blob: Blob): ByteSource {
  const name = "name" in blob ? String(blob.name) : undefined;
  const source: ByteSource = {
    size: blob.size,
    ...(name === undefined ? {} : { name }),
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const count = available(blob.size, offset, into.length);
      if (count === 0) return 0;
      const part = new Uint8Array(await load(blob.slice(offset, offset + count), offset, name));
      into.set(part);
      signal?.throwIfAborted();
      return part.length;
    },
  };
  blobs.set(source, blob);
  return source;
}

async function load(part: Blob, offset: number, name = "the blob"): Promise<ArrayBuffer> {
  try {
    return await part.arrayBuffer();
  } catch (cause) {
    const message = `cannot read ${part.size} bytes at offset ${offset} of ${name}: it was changed or removed`;
    throw new LongwaveError("stream/blob-unreadable", message, { offset, cause });
  }
}
