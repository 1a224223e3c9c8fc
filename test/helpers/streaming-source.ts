import { type ByteSource, checkRange } from "../../src/stream/byte-source.ts";

/** The same source with a `stream` of its own, in pieces of `pieceSize` bytes. */
export function withStream(source: ByteSource, pieceSize: number): ByteSource {
  return {
    ...source,
    async *stream(from, to, signal) {
      checkRange(from, to, source.size);
      for (let offset = from; offset < to; offset += pieceSize) {
        const piece = new Uint8Array(Math.min(pieceSize, to - offset));
        await source.read(offset, piece, signal);
        yield piece;
      }
    },
  };
}
