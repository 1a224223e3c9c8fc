import type { ByteSink } from "./byte-sink.ts";

/**
 * A sink into a `WritableStream`. There is no going back in a stream, so it has no `patch`.
 *
 * What the stream throws is thrown as it is. Every piece is copied first: a stream may hand it on after its write is
 * done, and the writer reuses its memory.
 */
export function writableSink(stream: WritableStream<Uint8Array>): ByteSink {
  const writer = stream.getWriter();
  // Its failures reach the caller through write and close; without this they would count as unhandled as well.
  writer.closed.catch(() => {});
  let ended = false;
  return {
    async write(bytes) {
      await writer.ready;
      await writer.write(bytes.slice());
    },
    async close() {
      ended = true;
      await writer.close();
    },
    async abort(reason) {
      if (ended) return;
      ended = true;
      // The stream may be stuck in a write, which its abort waits for: it is told, not waited for.
      writer.abort(reason).catch(() => {});
    },
  };
}
