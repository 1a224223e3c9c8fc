import { abortableWait } from "./abortable-wait.ts";
import type { ByteSink } from "./byte-sink.ts";
import { type ByteSource, readFully } from "./byte-source.ts";
import { optionError } from "./error.ts";

/** How far a copy has come. */
export interface CopyProgress {
  /** Bytes written so far. */
  readonly bytes: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

export interface CopyOptions {
  /** Ends the copy: the sink is aborted, the promise rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block that was written. */
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Bytes per read and write; 256 KiB unless told otherwise. Two blocks are held. */
  readonly blockSize?: number;
  /** Memory to work in instead of new memory, two blocks long, for callers who copy often. */
  readonly buffer?: Uint8Array;
}

/** Larger blocks were no faster from page cache to page cache, and fall out of a core's second-level cache. */
export const DEFAULT_BLOCK_BYTES: number = 256 * 1024;

/**
 * Moves all of `source` into `sink`, reading the next block while this one is written, and closes the sink. When
 * anything fails the sink is aborted and the failure thrown.
 *
 * @returns the bytes moved, `source.size`
 * @throws LongwaveError `options/invalid`, `stream/unexpected-end`, and what source and sink throw
 */
export async function copy(source: ByteSource, sink: ByteSink, options: CopyOptions = {}): Promise<number> {
  const { signal, buffer } = options;
  const blockSize = options.blockSize ?? (buffer ? Math.floor(buffer.length / 2) : DEFAULT_BLOCK_BYTES);
  if (!Number.isSafeInteger(blockSize) || blockSize < 1) {
    throw optionError("options.blockSize", "a positive integer", blockSize);
  }
  if (buffer && buffer.length < 2 * blockSize) {
    throw optionError("options.buffer", `at least two blocks (${2 * blockSize} bytes) long`, buffer.length);
  }
  if (source.stream) {
    const pieces = source.stream(0, source.size, signal)[Symbol.asyncIterator]();
    try {
      return await pump(async () => (await pieces.next()).value, sink, options, source.size);
    } finally {
      // Not waited for: a stalled stream would hold up a copy that was told to stop.
      pieces.return?.().catch(() => {});
    }
  }
  return pump(blockReader(source, blockSize, buffer, signal), sink, options, source.size);
}

/** Reads block after block into two pieces of memory in turn: one is filled while the other is written. */
function blockReader(
  source: ByteSource,
  blockSize: number,
  buffer: Uint8Array | undefined,
  signal: AbortSignal | undefined,
): () => Promise<Uint8Array | undefined> {
  const length = Math.min(blockSize, source.size);
  const memory = buffer ?? new Uint8Array(source.size > blockSize ? 2 * length : length);
  let offset = 0;
  let turn = 0;
  return async () => {
    const count = Math.min(length, source.size - offset);
    if (count === 0) return undefined;
    const start = turn * length;
    const block = memory.subarray(start, start + count);
    const from = offset;
    turn = 1 - turn;
    offset += count;
    await readFully(source, from, block, signal);
    return block;
  };
}

/**
 * Takes pieces from `pull` until it gives `undefined`, writes them into `sink` with one piece read ahead, and closes
 * the sink; aborts it on failure.
 *
 * @internal
 */
export async function pump(
  pull: () => Promise<Uint8Array | undefined>,
  sink: ByteSink,
  options: Pick<CopyOptions, "signal" | "onProgress">,
  total?: number,
): Promise<number> {
  const { signal, onProgress } = options;
  const waiting = abortableWait(signal);
  let bytes = 0;
  try {
    signal?.throwIfAborted();
    let next = pull();
    for (;;) {
      const piece = await waiting.for(next);
      if (piece === undefined) break;
      next = pull();
      // Looked at after the write below; until then its failure has nobody who listens.
      next.catch(() => {});
      await waiting.for(sink.write(piece));
      bytes += piece.length;
      onProgress?.(total === undefined ? { bytes } : { bytes, total });
    }
    await sink.close();
    return bytes;
  } catch (error) {
    // The first failure is the one to tell; one of the cleaning up would hide it.
    await sink.abort(error).catch(() => {});
    throw error;
  } finally {
    waiting.release();
  }
}
