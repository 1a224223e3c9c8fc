import type { ByteSink } from "./byte-sink.ts";
import { type ByteSource, checkRange } from "./byte-source.ts";
import { type CopyOptions, type Pieces, pump } from "./copy.ts";
import { streamRange } from "./stream-range.ts";

/**
 * The bytes of a source, or a range of them, as a `ReadableStream` that reads only as fast as it is drained: the body
 * of a `Response`, an upload, the input of a `TransformStream`.
 *
 * @param range in bytes; all of the source unless told otherwise
 * @throws LongwaveError `stream/bad-range`
 */
export function readableFrom(
  source: ByteSource,
  range: { readonly from?: number; readonly to?: number } = {},
): ReadableStream<Uint8Array> {
  const { from = 0, to = source.size } = range;
  checkRange(from, to, source.size);
  const cancelled = new AbortController();
  const pieces = streamRange(source, from, to, cancelled.signal);
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const piece = await pieces.next();
        if (piece.done) controller.close();
        else controller.enqueue(piece.value);
      },
      cancel(reason) {
        cancelled.abort(reason);
        // A source that is between two pieces does not look at its signal.
        pieces.return().catch(() => {});
      },
    },
    { highWaterMark: 1 },
  );
}

/**
 * Moves a `ReadableStream` (a download, an upload, a recorder) into a sink; closes the sink, or aborts it and the
 * stream on failure.
 *
 * @returns the bytes moved
 * @throws what stream and sink throw, as it is; the signal's reason when it is aborted
 */
export async function drain(
  stream: ReadableStream<Uint8Array>,
  sink: ByteSink,
  options: Pick<CopyOptions, "signal" | "onProgress"> = {},
): Promise<number> {
  const open = (): Pieces => {
    const reader = stream.getReader();
    return { next: async () => (await reader.read()).value, end: (error) => reader.cancel(error) };
  };
  return pump(open, sink, options);
}
