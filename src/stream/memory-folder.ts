import type { ByteSink } from "./byte-sink.ts";
import { checkFileName, type Folder } from "./folder.ts";
import { joinBytes } from "./join-bytes.ts";
import { memorySink } from "./memory-sink.ts";
import { memorySource } from "./memory-source.ts";
import { abortable } from "./wait.ts";

/** A folder in memory, for pages that have nowhere to write, and for tests. */
export interface MemoryFolder extends Folder {
  /** The files by name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** An empty folder in memory. */
export function memoryFolder(name = "memory"): MemoryFolder {
  const files = new Map<string, Uint8Array>();
  const locks = new Map<string, Promise<unknown>>();
  return {
    name,
    files,
    owner: "memory",
    isAlive: (owner) => owner === "memory",
    list: async () => [...files.keys()],
    async open(file) {
      checkFileName(file, name);
      const bytes = files.get(file);
      return bytes && memorySource(bytes, file);
    },
    async create(file) {
      checkFileName(file, name);
      const sink = memorySink();
      return {
        ...sink,
        async close() {
          await sink.close();
          files.set(file, sink.bytes());
        },
      };
    },
    async append(file) {
      checkFileName(file, name);
      if (!files.has(file)) files.set(file, new Uint8Array(0));
      return appendingSink(files, file);
    },
    async remove(file) {
      checkFileName(file, name);
      files.delete(file);
    },
    async exclusive(lock, task, signal) {
      checkFileName(lock, name);
      const before = locks.get(lock) ?? Promise.resolve();
      const turn = abortable(before, signal).then(task);
      // The next in line waits for the end of this turn; when it gave up waiting, for the end of the one before.
      locks.set(lock, Promise.allSettled([before, turn]));
      return turn;
    },
    async sweep() {},
  };
}

function appendingSink(files: Map<string, Uint8Array>, file: string): ByteSink {
  return {
    async write(bytes) {
      files.set(file, joinBytes([files.get(file) ?? new Uint8Array(0), bytes]));
    },
    async close() {},
    async abort() {},
  };
}
