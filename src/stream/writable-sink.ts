import type { ByteSink } from "./byte-sink.ts";
import { checkPatch } from "./memory-sink.ts";

/**
 * What a stream into a file takes beside bytes (File System Standard, section "The FileSystemWritableFileStream interface").
 */
type FileCommand =
  | { readonly type: "write"; readonly position: number; readonly data: Uint8Array<ArrayBuffer> }
  | { readonly type: "seek"; readonly position: number }
  | { readonly type: "truncate"; readonly size: number };

/**
 * A sink into a `WritableStream`. There is no going back in a stream, so it has no `patch`; but for that of a file
 * (`FileSystemWritableFileStream`, from `createWritable` of a file that a person chose or that the page keeps), which has
 * everything. Such a stream is to be new.
 *
 * What the stream throws is thrown as it is. Every piece is copied first: a stream may hand it on after its write is
 * done, and the writer reuses its memory.
 *
 * @throws LongwaveError, from `patch`, `stream/bad-patch`
 */
export function writableSink(stream: WritableStream<Uint8Array>): ByteSink {
  const writer = stream.getWriter() as WritableStreamDefaultWriter<Uint8Array | FileCommand>;
  // Its failures reach the caller through write and close; without this they would count as unhandled as well.
  writer.closed.catch(() => {});
  let ended = false;
  let written = 0;

  async function put(chunk: Uint8Array | FileCommand): Promise<void> {
    await writer.ready;
    await writer.write(chunk);
  }

  const goingBack: Required<Pick<ByteSink, "patch" | "resize">> = {
    async patch(offset, bytes) {
      checkPatch(offset, bytes.length, written);
      await put({ type: "write", position: offset, data: bytes.slice() });
      await put({ type: "seek", position: written });
    },
    async resize(size) {
      await put({ type: "truncate", size });
      await put({ type: "seek", position: size });
      written = size;
    },
  };

  return {
    async write(bytes) {
      await put(bytes.slice());
      written += bytes.length;
    },
    ...(isOfFile(stream) && goingBack),
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

/** Other streams have no methods of the kind; which class it is cannot be asked where there is none. */
function isOfFile(stream: WritableStream<Uint8Array>): boolean {
  return "seek" in stream && "truncate" in stream;
}
