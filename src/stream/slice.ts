import { available, type ByteSource, checkRange, unexpectedEnd } from "./byte-source.ts";

/**
 * The bytes of `source` from `from` up to `to`, as a source of their own. Nothing is read until somebody asks.
 *
 * @throws LongwaveError `stream/bad-range` unless `0 <= from <= to <= source.size`
 */
export function sliceSource(source: ByteSource, from: number, to: number = source.size): ByteSource {
  checkRange(from, to, source.size);
  const size = to - from;
  const { name } = source;
  return {
    size,
    ...(name === undefined ? {} : { name }),
    async read(offset, into, signal) {
      const count = available(size, offset, into.length);
      if (count === 0) return 0;
      const got = await source.read(
        from + offset,
        count === into.length ? into : into.subarray(0, count),
        signal,
      );
      // Told in the numbers of the whole: those of the slice would say nothing to who reads them.
      if (got < count) throw unexpectedEnd(source, from + offset, got, count);
      return got;
    },
    ...(source.stream && {
      stream(start: number, end: number, signal?: AbortSignal): AsyncIterable<Uint8Array> {
        checkRange(start, end, size);
        // biome-ignore lint/style/noNonNullAssertion: present, or this method would not be
        return source.stream!(from + start, from + end, signal);
      },
    }),
  };
}
