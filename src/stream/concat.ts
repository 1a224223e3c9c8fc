import { available, type ByteSource, checkRange, unexpectedEnd } from "./byte-source.ts";
import { streamRange } from "./stream-range.ts";

/**
 * The sources one after another, as one source. Closing it closes none of them.
 *
 * @throws LongwaveError, when it is read, `stream/bad-range`, and `stream/unexpected-end` where a part is shorter than
 *   its size
 */
export function concatSources(parts: readonly ByteSource[]): ByteSource {
  const starts: number[] = [];
  let size = 0;
  for (const part of parts) {
    starts.push(size);
    size += part.size;
  }

  /** The last part that starts at or before `offset`, passing over empty ones. */
  function partAt(offset: number): number {
    let low = 0;
    let high = parts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async function read(offset: number, into: Uint8Array, signal?: AbortSignal): Promise<number> {
    const count = available(size, offset, into.length);
    let filled = 0;
    for (let index = partAt(offset); index < parts.length && filled < count; index++) {
      const part = parts[index];
      const within = offset + filled - (starts[index] ?? 0);
      if (!part || within >= part.size) continue;
      const wanted = Math.min(count - filled, part.size - within);
      const got = await part.read(within, into.subarray(filled, filled + wanted), signal);
      // Going on with the next part after a hole would shift everything that follows.
      if (got < wanted) throw unexpectedEnd(part, within, got, wanted);
      filled += got;
    }
    return filled;
  }

  async function* stream(from: number, to: number, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    checkRange(from, to, size);
    for (let index = partAt(from); index < parts.length; index++) {
      const part = parts[index];
      const start = starts[index] ?? 0;
      if (!part || start >= to) return;
      const end = Math.min(to - start, part.size);
      const begin = Math.max(0, from - start);
      if (begin < end) yield* streamRange(part, begin, end, signal);
    }
  }

  return { size, read, ...(parts.some((part) => part.stream) && { stream }) };
}
