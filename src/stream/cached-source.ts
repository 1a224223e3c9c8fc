import { blockCache } from "./block-cache.ts";
import { available, type ByteSource, checkRange, readFully } from "./byte-source.ts";
import { checkIntegerOption } from "./integer-option.ts";
import { type Join, sharedWork } from "./shared-work.ts";

/** How much to keep, and in what portions. */
export interface CachedSourceOptions {
  /** Bytes that are fetched and kept together: 1 or more, 16,384 by default. */
  readonly blockSize?: number;
  /** Bytes that are kept in all: at least `blockSize`, 4 MiB by default. */
  readonly maxBytes?: number;
  /**
   * The most bytes to fetch ahead of one who reads in sequence: 0 (never) or more, 256 KiB by default. No more than a
   * quarter of `maxBytes` is used.
   */
  readonly readAhead?: number;
}

/** Neighbouring blocks that are being fetched with one read. */
interface Run {
  /** Offset of its first byte. */
  readonly start: number;
  readonly join: Join<Uint8Array>;
}

/**
 * Keeps the blocks of a source that were read last, so that many small reads of a slow one (HTTP) become a few. Reads of
 * the same block at the same time share one fetch, and one who reads in sequence is fetched ahead of, in growing runs.
 *
 * What is too large to be kept passes by: a read of more than a quarter of `maxBytes`, and `stream`, which is there when
 * the inner source has it. A failed fetch is not kept; the next read tries again. `close` closes the inner source.
 *
 * @throws LongwaveError `options/invalid` when an option is out of its range
 * @throws LongwaveError `stream/unexpected-end`, when reading, when the inner source ends before its size
 * @throws LongwaveError `stream/bad-range`, when reading, when the offset is negative or no integer
 */
export function cachedSource(source: ByteSource, options: CachedSourceOptions = {}): ByteSource {
  const { blockSize = 16_384, maxBytes = 4 * 1024 * 1024, readAhead = 256 * 1024 } = options;
  checkIntegerOption("blockSize", blockSize, 1);
  checkIntegerOption("maxBytes", maxBytes, blockSize);
  checkIntegerOption("readAhead", readAhead, 0);
  const { size } = source;
  const blockCount = Math.ceil(size / blockSize);
  const furthestAhead = Math.min(readAhead, maxBytes / 4);
  const cache = blockCache(maxBytes);
  const fetching = new Map<number, Run>(); // by block
  let lastEnd = -1; // the offset at which the last read ended
  let ahead = 0; // bytes

  /** Fetches the blocks from `first` up to `end`. They are copied apart: kept as views, one would hold all in memory. */
  function startRun(first: number, end: number): Run {
    const start = first * blockSize;
    const forget = () => {
      for (let block = first; block < end; block++) if (fetching.get(block) === run) fetching.delete(block);
    };
    const join = sharedWork(async (signal) => {
      const bytes = new Uint8Array(Math.min(end * blockSize, size) - start);
      try {
        await readFully(source, start, bytes, signal);
        for (let block = first; block < end; block++) {
          cache.put(block, bytes.slice((block - first) * blockSize, (block - first + 1) * blockSize));
        }
        return bytes;
      } finally {
        forget();
      }
    }, forget);
    const run: Run = { start, join };
    for (let block = first; block < end; block++) fetching.set(block, run);
    return run;
  }

  const isMissing = (block: number) => block < blockCount && !cache.has(block) && !fetching.has(block);

  /** The end of the run of missing blocks that starts at `first`: up to `end`, or beyond it when reading ahead. */
  function runEnd(first: number, end: number, sequential: boolean): number {
    let after = first;
    while (after < end && isMissing(after)) after++;
    if (after < end || !sequential) return after;
    ahead = Math.min(furthestAhead, Math.max(2 * blockSize, 2 * ahead));
    const furthest = end + Math.floor(ahead / blockSize);
    while (after < furthest && isMissing(after)) after++;
    return after;
  }

  /** Finds or starts to fetch everything between two offsets, without waiting for any of it. */
  function gather(from: number, to: number, sequential: boolean): Run[] {
    const runs: Run[] = [];
    const end = Math.ceil(to / blockSize);
    for (let block = Math.floor(from / blockSize); block < end; block++) {
      const bytes = cache.get(block);
      if (bytes !== undefined) {
        runs.push({ start: block * blockSize, join: async () => bytes });
        continue;
      }
      const run = fetching.get(block) ?? startRun(block, runEnd(block, end, sequential));
      if (runs.at(-1) !== run) runs.push(run);
    }
    return runs;
  }

  async function readCached(offset: number, into: Uint8Array, signal?: AbortSignal): Promise<void> {
    const end = offset + into.length;
    const sequential = offset === lastEnd;
    if (!sequential) ahead = 0;
    lastEnd = end;
    const runs = gather(offset, end, sequential);
    // `into` is filled only when all is there: after a failure it is the caller's again, and no late run may touch it.
    const fetched = await Promise.all(
      runs.map(async ({ start, join }) => ({ start, bytes: await join(signal) })),
    );
    for (const { start, bytes } of fetched) {
      const skip = Math.max(0, offset - start);
      into.set(bytes.subarray(skip, end - start), start + skip - offset);
    }
  }

  async function* run(
    stream: NonNullable<ByteSource["stream"]>,
    from: number,
    to: number,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array, void> {
    let at = from;
    while (at < to) {
      signal?.throwIfAborted();
      const start = at - (at % blockSize);
      const piece = cache.get(start / blockSize)?.slice(at - start, to - start);
      if (piece === undefined) break;
      at += piece.length;
      yield piece;
    }
    if (at < to) yield* stream(at, to, signal);
  }

  const stream = source.stream?.bind(source);
  return {
    size,
    ...(source.name === undefined ? {} : { name: source.name }),
    async read(offset, into, signal) {
      signal?.throwIfAborted();
      const count = available(size, offset, into.length);
      if (count === 0) return 0;
      if (count > maxBytes / 4) return source.read(offset, into.subarray(0, count), signal);
      try {
        await readCached(offset, into.subarray(0, count), signal);
      } catch (error) {
        lastEnd = -1; // what lies ahead may be what failed: the next read asks for its own blocks only
        throw error;
      }
      return count;
    },
    ...(stream === undefined
      ? {}
      : {
          stream(from, to, signal) {
            checkRange(from, to, size);
            return run(stream, from, to, signal);
          },
        }),
    async close() {
      cache.clear();
      await source.close?.();
    },
  };
}
