import type { ByteSink } from "./byte-sink.ts";
import { type ByteSource, readFully, unexpectedEnd } from "./byte-source.ts";
import { optionError } from "./error.ts";
import { abortableWaits } from "./wait.ts";

/** How far a copy has come. */
export interface CopyProgress {
  /** Bytes written so far. */
  readonly bytes: number;
  /** Bytes in all, where that is known. */
  readonly total?: number;
}

/** How bytes are moved. */
export interface CopyOptions {
  /** Ends the copy: the sink is aborted, the promise rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each block that was written. */
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Bytes per read and write; 256 KiB unless told otherwise. Two blocks are held. */
  readonly blockSize?: number;
  /**
   * Memory to work in instead of new memory, two blocks long, for callers who copy often. After a failure or an abort a
   * read that is still under way may go on writing to it.
   */
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
  return pump(() => piecesOf(source, options), sink, options, source);
}

function piecesOf(source: ByteSource, options: CopyOptions): Pieces {
  const { signal, buffer } = options;
  const blockSize =
    options.blockSize ?? (buffer ? Math.max(1, Math.floor(buffer.length / 2)) : DEFAULT_BLOCK_BYTES);
  if (!Number.isSafeInteger(blockSize) || blockSize < 1) {
    throw optionError("options.blockSize", "a positive integer", blockSize);
  }
  if (buffer && buffer.length < 2 * blockSize) {
    throw optionError("options.buffer", `at least two blocks (${2 * blockSize} bytes) long`, buffer.length);
  }
  if (!source.stream) return { next: blockReader(source, blockSize, buffer, signal) };
  const pieces = source.stream(0, source.size, signal)[Symbol.asyncIterator]();
  return { next: async () => (await pieces.next()).value, end: async () => pieces.return?.() };
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
 * Bytes that come piece by piece.
 *
 * @internal
 */
export interface Pieces {
  /** The next one, `undefined` after the last. */
  next(): Promise<Uint8Array | undefined>;
  /** Gives up the rest. */
  end?(error: unknown): Promise<unknown>;
}

/**
 * Writes pieces into `sink` with one piece read ahead, and closes the sink; on failure, that of `open` included, ends
 * the pieces and aborts the sink.
 *
 * @param source where the pieces come from, when it is known how many bytes that has
 * @internal
 */
export async function pump(
  open: () => Pieces,
  sink: ByteSink,
  options: Pick<CopyOptions, "signal" | "onProgress">,
  source?: ByteSource,
): Promise<number> {
  const { signal, onProgress } = options;
  const waits = abortableWaits(signal);
  let pieces: Pieces | undefined;
  let bytes = 0;
  try {
    signal?.throwIfAborted();
    pieces = open();
    let next = pieces.next();
    for (;;) {
      const piece = await waits.for(next);
      if (piece === undefined) break;
      next = pieces.next();
      // Looked at after the write below; until then its failure has nobody who listens.
      next.catch(() => {});
      await waits.for(sink.write(piece));
      bytes += piece.length;
      onProgress?.(source ? { bytes, total: source.size } : { bytes });
    }
    if (source && bytes < source.size) throw unexpectedEnd(source, bytes, 0, source.size - bytes);
    await sink.close();
    return bytes;
  } catch (error) {
    // The first failure is the one to tell; one of the cleaning up would hide it. The producer may be stuck: it is
    // told, not waited for.
    void quietly(() => pieces?.end?.(error));
    await quietly(() => sink.abort(error));
    throw error;
  } finally {
    waits.release();
  }
}

async function quietly(cleanUp: () => Promise<unknown> | undefined): Promise<void> {
  try {
    await cleanUp();
  } catch {}
}
