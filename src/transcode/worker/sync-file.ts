/** A file that is read at once, as programs of C expect it. */
export interface SyncFile {
  /** Bytes. */
  readonly size: number;
  /** Fills `into` from `offset`; returns the bytes read, 0 at the end. Throws when they cannot be had. */
  read(offset: number, into: Uint8Array): number;
}

/** Bytes in memory. */
export function bytesFile(bytes: Uint8Array): SyncFile {
  return {
    size: bytes.length,
    read(offset, into) {
      const part = bytes.subarray(offset, offset + into.length);
      into.set(part);
      return part.length;
    },
  };
}

/**
 * Reads another file in blocks of `blockBytes`, and keeps the `count` that were used last: ffmpeg reads 32 KiB
 * at a time, in two or three places in turn.
 */
export function blockwise(file: SyncFile, blockBytes: number, count: number): SyncFile {
  /** By block number, the one that was used longest ago first. */
  const blocks = new Map<number, Uint8Array>();

  function block(number: number): Uint8Array {
    const kept = blocks.get(number);
    if (kept) {
      blocks.delete(number);
      blocks.set(number, kept);
      return kept;
    }
    const memory = blocks.size < count ? new Uint8Array(blockBytes) : takeOldest();
    let filled = 0;
    const wanted = Math.min(blockBytes, file.size - number * blockBytes);
    while (filled < wanted) {
      const got = file.read(number * blockBytes + filled, memory.subarray(filled, wanted));
      if (got === 0) break;
      filled += got;
    }
    const read = memory.subarray(0, filled);
    blocks.set(number, read);
    return read;
  }

  function takeOldest(): Uint8Array {
    for (const [number, bytes] of blocks) {
      blocks.delete(number);
      return new Uint8Array(bytes.buffer);
    }
    return new Uint8Array(blockBytes);
  }

  return {
    size: file.size,
    read(offset, into) {
      if (offset >= file.size) return 0;
      const number = Math.floor(offset / blockBytes);
      const start = offset - number * blockBytes;
      const part = block(number).subarray(start, start + into.length);
      into.set(part);
      return part.length;
    },
  };
}
