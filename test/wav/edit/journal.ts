import type { EditableFile } from "../../../src/stream/editable-file.ts";
import { type MemoryFile, memoryFile } from "../../../src/stream/memory-file.ts";

/** Something that was done to a file. */
export type FileChange =
  | { readonly kind: "write"; readonly offset: number; readonly bytes: Uint8Array }
  | { readonly kind: "truncate"; readonly size: number }
  | { readonly kind: "sync" };

/** A file that keeps a journal of what is done to it. */
export interface JournaledFile {
  readonly file: EditableFile;
  readonly changes: readonly FileChange[];
}

/** Keeps a journal of a file. */
export function journaled(file: MemoryFile): JournaledFile {
  const changes: FileChange[] = [];
  return {
    changes,
    file: {
      get size() {
        return file.size;
      },
      read: file.read,
      async write(offset, bytes) {
        changes.push({ kind: "write", offset, bytes: bytes.slice() });
        await file.write(offset, bytes);
      },
      async truncate(size) {
        changes.push({ kind: "truncate", size });
        await file.truncate(size);
      },
      async sync() {
        changes.push({ kind: "sync" });
      },
    },
  };
}

/** The file after each byte that was written to it, and after each change of its length. */
export async function* crashes(
  before: Uint8Array,
  changes: readonly FileChange[],
): AsyncGenerator<Uint8Array, void, undefined> {
  const file = memoryFile(before);
  yield file.bytes();
  for (const change of changes) {
    if (change.kind === "write") {
      for (let index = 0; index < change.bytes.length; index++) {
        await file.write(change.offset + index, change.bytes.subarray(index, index + 1));
        yield file.bytes();
      }
    } else if (change.kind === "truncate") {
      await file.truncate(change.size);
      yield file.bytes();
    }
  }
}

/**
 * A file as a disk may have it when the power goes at some moment: all that was written before the last sync, and of what
 * was written since then whatever `isOnDisk` says.
 */
export async function powerCut(
  before: Uint8Array,
  changes: readonly FileChange[],
  isOnDisk: (index: number) => boolean,
): Promise<Uint8Array> {
  const file = memoryFile(before);
  const synced = changes.findLastIndex(({ kind }) => kind === "sync");
  for (const [index, change] of changes.entries()) {
    if (index > synced && !isOnDisk(index)) continue;
    if (change.kind === "write") await file.write(change.offset, change.bytes);
    if (change.kind === "truncate") await file.truncate(change.size);
  }
  return file.bytes();
}
