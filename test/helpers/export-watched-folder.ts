import type { ByteSink } from "../../src/stream/byte-sink.ts";
import type { Folder } from "../../src/stream/folder.ts";

/** What is done with a file of a folder. */
export type FolderStep = "open" | "create" | "append" | "write" | "close" | "remove";

export interface FolderWatch {
  /** Called before each step; what it throws is how the step fails, what it waits for is how long that takes. */
  before?(step: FolderStep, name: string, bytes: number): unknown;
  /** The same after each. */
  after?(step: FolderStep, name: string): unknown;
}

/** A folder that tells of all that is done in it. */
export function watchedFolder(folder: Folder, watch: FolderWatch): Folder {
  async function step<T>(name: FolderStep, file: string, work: () => Promise<T>, bytes = 0): Promise<T> {
    await watch.before?.(name, file, bytes);
    const result = await work();
    await watch.after?.(name, file);
    return result;
  }
  const watchedSink = (sink: ByteSink, file: string): ByteSink => ({
    write: (bytes) => step("write", file, () => sink.write(bytes), bytes.length),
    close: () => step("close", file, () => sink.close()),
    abort: (reason) => sink.abort(reason),
  });
  return {
    ...folder,
    open: (name) => step("open", name, () => folder.open(name)),
    create: async (name, options) =>
      watchedSink(await step("create", name, () => folder.create(name, options)), name),
    append: async (name) => watchedSink(await step("append", name, () => folder.append(name)), name),
    remove: (name) => step("remove", name, () => folder.remove(name)),
  };
}
