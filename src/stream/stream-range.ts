import { type ByteSource, checkRange, readFully, unexpectedEnd } from "./byte-source.ts";

/** Bytes per piece where a source has no `stream` of its own. */
const PIECE_BYTES = 64 * 1024;

/**
 * The bytes of any source from `from` up to `to` in order: by its own `stream` where it has one, by reads elsewhere.
 * Every piece is memory of its own.
 *
 * @throws LongwaveError `stream/bad-range`, `stream/unexpected-end`
 */
export async function* streamRange(
  source: ByteSource,
  from = 0,
  to: number = source.size,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  checkRange(from, to, source.size);
  if (source.stream) {
    let offset = from;
    for await (const piece of source.stream(from, to, signal)) {
      offset += piece.length;
      yield piece;
    }
    if (offset < to) throw unexpectedEnd(source, offset, 0, to - offset);
    return;
  }
  for (let offset = from; offset < to; offset += PIECE_BYTES) {
    const piece = new Uint8Array(Math.min(PIECE_BYTES, to - offset));
    await readFully(source, offset, piece, signal);
    yield piece;
  }
}
