import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { available, type ByteSource } from "../byte-source.ts";
import { LongwaveError } from "../error.ts";
import { Descriptor } from "./descriptor.ts";
import { closedError } from "./file-error.ts";

/** A file that somebody has opened: a `FileHandle` of `node:fs/promises`, or anything else that has its number. */
export interface OpenFile {
  /** The file descriptor. */
  readonly fd: number;
}

const descriptors = new WeakMap<ByteSource, Descriptor>();

/**
 * The open file behind a source of `fileSource`, for those who read it themselves; `undefined` for any other source.
 *
 * @internal
 */
export function descriptorOf(source: ByteSource): Descriptor | undefined {
  return descriptors.get(source);
}

/**
 * A source over a file, by path, `file:` URL, or an open handle of the caller's, who then closes it.
 *
 * The size is taken now: bytes that are appended later are not seen, a file that is truncated later is noticed.
 *
 * @throws LongwaveError `file/not-found`, `file/not-permitted`, `file/is-folder`; `file/not-seekable` for a pipe or a
 *   device, which has no ranges to read; `file/closed` for a handle that was closed, and from reads after `close`
 */
export async function fileSource(file: string | URL | OpenFile): Promise<ByteSource> {
  const byPath = typeof file === "string" || file instanceof URL;
  const path = byPath ? (file instanceof URL ? fileURLToPath(file) : file) : `file handle ${file.fd}`;
  if (!byPath && file.fd < 0) throw closedError("read", path);
  const descriptor = byPath ? await Descriptor.open(path, "r") : new Descriptor(file.fd, path);
  try {
    const stats = await descriptor.stat();
    if (stats.isDirectory()) {
      throw new LongwaveError("file/is-folder", `cannot read ${path}: it is a folder`, { path });
    }
    if (!stats.isFile()) {
      throw new LongwaveError(
        "file/not-seekable",
        `cannot read ${path} by range: it is a pipe or a device; save it to a file first`,
        { path },
      );
    }
    const source: ByteSource = {
      size: stats.size,
      name: basename(path),
      async read(offset, into, signal) {
        signal?.throwIfAborted();
        // The caller has closed the handle, and its number may be another file's by now.
        if (!byPath && file.fd < 0) throw closedError("read", path);
        const count = available(stats.size, offset, into.length);
        return descriptor.read(offset, count === into.length ? into : into.subarray(0, count));
      },
      // The handle stays referenced here: a collected one would close itself. It is closed by whoever opened it.
      close: byPath ? () => descriptor.close() : async () => void file,
    };
    descriptors.set(source, descriptor);
    return source;
  } catch (error) {
    if (byPath) await descriptor.close();
    throw error;
  }
}
