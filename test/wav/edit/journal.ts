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
 * The file as disks may have it when the power goes: up to some moment all that was written before the last sync, and of
 * what was written since then nothing, or nothing but the last, or all but the first.
 */
export async function* powerCuts(
  before: Uint8Array,
  changes: readonly FileChange[],
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let count = 0; count <= changes.length; count++) {
    const done = changes.slice(0, count);
    const synced = done.slice(0, done.findLastIndex(({ kind }) => kind === "sync") + 1);
    const pending = done.slice(synced.length);
    for (const onDisk of [[], pending.slice(-1), pending.slice(1)]) {
      const file = memoryFile(before);
      for (const change of [...synced, ...onDisk]) {
        if (change.kind === "write") await file.write(change.offset, change.bytes);
        if (change.kind === "truncate") await file.truncate(change.size);
      }
      yield file.bytes();
    }
  }
}
