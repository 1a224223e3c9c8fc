import type { ByteSource } from "../../src/stream/byte-source.ts";

/** A range of bytes that somebody asked for. */
export type AskedRange = readonly [from: number, to: number];

/** A source that writes down what it is asked for, and fails where that lies outside of it. */
export function recorded(source: ByteSource): {
  readonly source: ByteSource;
  readonly asked: AskedRange[];
  /** Bytes asked for in all. */
  bytes(): number;
} {
  const asked: AskedRange[] = [];
  return {
    asked,
    bytes: () => asked.reduce((sum, [from, to]) => sum + to - from, 0),
    source: {
      size: source.size,
      ...(source.name === undefined ? {} : { name: source.name }),
      async read(offset, into, signal) {
        const inside = Number.isSafeInteger(offset) && offset >= 0 && offset + into.length <= source.size;
        // No LongwaveError: nobody may take it for an answer.
        if (!inside) throw new Error(`read of ${into.length} bytes at ${offset} of ${source.size}`);
        asked.push([offset, offset + into.length]);
        return source.read(offset, into, signal);
      },
    },
  };
}

/** The byte that a virtual source has at an offset where nothing else was put. */
export function virtualByte(offset: number): number {
  return (offset * 7 + Math.floor(offset / 251)) % 256;
}

/** A source of any size without the bytes: `pieces` lie where they are put, the rest follows from the offset. */
export function virtualSource(
  size: number,
  pieces: ReadonlyArray<readonly [offset: number, bytes: Uint8Array]>,
): ByteSource {
  return {
    size,
    async read(offset, into) {
      const count = Math.max(0, Math.min(into.length, size - offset));
      for (let index = 0; index < count; index++) into[index] = virtualByte(offset + index);
      for (const [at, bytes] of pieces) {
        const from = Math.max(at, offset);
        const to = Math.min(at + bytes.length, offset + count);
        if (from < to) into.set(bytes.subarray(from - at, to - at), from - offset);
      }
      return count;
    },
  };
}
