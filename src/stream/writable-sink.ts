import type { ByteSink } from "./byte-sink.ts";
import { checkPatch } from "./memory-sink.ts";

/**
 * What a stream into a file takes beside bytes (File System Standard, section "The FileSystemWritableFileStream interface").
 */
type FileCommand =
  | { readonly type: "write"; readonly position: number; readonly data: Uint8Array<ArrayBuffer> }
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

  // Places are counted here, not by the stream: writes and patches may be under way at once.
  const intoFile: Required<Pick<ByteSink, "write" | "patch" | "resize">> = {
    async write(bytes) {
      const position = written;
      written += bytes.length;
      await put({ type: "write", position, data: bytes.slice() });
    },
    async patch(position, bytes) {
      checkPatch(position, bytes.length, written);
      await put({ type: "write", position, data: bytes.slice() });
    },
    async resize(size) {
      written = size;
      await put({ type: "truncate", size });
    },
  };

  return {
    write: (bytes) => put(bytes.slice()),
    ...(isOfFile(stream) && intoFile),
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
