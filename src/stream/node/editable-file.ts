import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { available, checkOffset } from "../byte-source.ts";
import type { EditableFile } from "../editable-file.ts";
import { LongwaveError } from "../error.ts";
import { Descriptor } from "./descriptor.ts";

/**
 * A file that is changed in place. It must be there already; use `fileSink` for a new one.
 *
 * @throws LongwaveError `file/not-found`, `file/not-permitted`, `file/is-folder`; `file/not-seekable` for a pipe or a
 *   device; from its methods `file/no-space`, `file/too-large`, and `file/closed` after `close`
 */
export async function editableFile(file: string | URL): Promise<EditableFile> {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const descriptor = await Descriptor.open(path, "r+");
  try {
    const stats = await descriptor.stat();
    if (!stats.isFile()) {
      throw new LongwaveError("file/not-seekable", `cannot edit ${path}: it is a pipe or a device`, { path });
    }
    let size = stats.size;
    return {
      name: basename(path),
      get size() {
        return size;
      },
      async read(offset, into, signal) {
        signal?.throwIfAborted();
        const count = available(size, offset, into.length);
        return descriptor.read(offset, into.subarray(0, count));
      },
      async write(offset, bytes) {
        checkOffset(offset, size);
        await descriptor.write(offset, bytes);
        size = Math.max(size, offset + bytes.length);
      },
      async truncate(length) {
        // The system would take a negative one for 0.
        checkOffset(length, size);
        await descriptor.truncate(length);
        size = length;
      },
      sync: () => descriptor.sync(),
      close: () => descriptor.close(),
    };
  } catch (error) {
    await descriptor.close();
    throw error;
  }
}
