import { LongwaveError } from "./error.ts";

/** Bytes that can be read by range. */
export interface ByteSource {
  /** Length in bytes. */
  readonly size: number;
  /** What a person would call it (a path, a URL, a file's name), for messages and manifests. */
  readonly name?: string;
  /**
   * Fills `into` from `offset`; returns the bytes read, short only at the end of the source.
   *
   * @param offset bytes from the start, 0 or more; at or past the end nothing is read
   * @throws LongwaveError `stream/bad-range` for an offset that is negative or no integer
   */
  read(offset: number, into: Uint8Array, signal?: AbortSignal): Promise<number>;
  /**
   * The bytes from `from` up to `to` in order, in pieces of the source's own choosing. Present where one long
   * request is cheaper than many short ones (HTTP). A piece stays untouched after it was handed over.
   */
  stream?(from: number, to: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Gives back what the source holds (a file handle, a connection). */
  close?(): Promise<void>;
}

/**
 * Fills `into` completely.
 *
 * @throws LongwaveError `stream/unexpected-end` when the source ends before `into` is full
 */
export async function readFully(
  source: ByteSource,
  offset: number,
  into: Uint8Array,
  signal?: AbortSignal,
): Promise<void> {
  const got = await source.read(offset, into, signal);
  if (got < into.length) throw unexpectedEnd(source, offset, got, into.length);
}

/** The source gave fewer bytes than its size promised: somebody truncated it while it was being read. */
export function unexpectedEnd(
  source: Pick<ByteSource, "size" | "name">,
  offset: number,
  actual: number,
  expected: number,
): LongwaveError {
  return new LongwaveError(
    "stream/unexpected-end",
    `${source.name ?? "the source"} ended early: wanted ${expected} bytes at offset ${offset}, got ${actual}` +
      ` (its size was ${source.size} bytes when it was opened)`,
    { offset, actual, expected },
  );
}

/**
 * Refuses what is no place in a source: the operating system would take -1 as "where the last read ended", and an array
 * as "one before its end".
 *
 * @throws LongwaveError `stream/bad-range` when the offset is negative or no integer
 */
export function checkOffset(offset: number, size: number): void {
  if (Number.isSafeInteger(offset) && offset >= 0) return;
  throw new LongwaveError("stream/bad-range", `expected an offset of 0 or more, got ${offset}`, {
    actual: offset,
    size,
  });
}

/**
 * How many of `wanted` bytes at `offset` a source of `size` bytes has.
 *
 * @throws LongwaveError `stream/bad-range` when the offset is negative or no integer
 */
export function available(size: number, offset: number, wanted: number): number {
  checkOffset(offset, size);
  return Math.max(0, Math.min(wanted, size - offset));
}

/**
 * Holds a range against the size of what it is a range of.
 *
 * @throws LongwaveError `stream/bad-range` unless `0 <= from <= to <= size`, all integers
 */
export function checkRange(from: number, to: number, size: number): void {
  if (Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to && to <= size) return;
  throw new LongwaveError(
    "stream/bad-range",
    `expected 0 <= from <= to <= ${size}, got from ${from} to ${to}`,
    { from, to, size },
  );
}
