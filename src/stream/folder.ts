import type { ByteSink } from "./byte-sink.ts";
import type { ByteSource } from "./byte-source.ts";
import { LongwaveError } from "./error.ts";

/**
 * A flat place for named results: a directory, memory, a directory that a page was given. Names are plain file names,
 * without separators; for others the methods reject with a LongwaveError `file/bad-name`.
 */
export interface Folder {
  /** What a person would call it, for messages. */
  readonly name: string;
  /** The names of the files in it, hidden ones too, in no order. */
  list(): Promise<string[]>;
  /** The file of that name, or `undefined` when there is none. */
  open(name: string): Promise<ByteSource | undefined>;
  /**
   * A new file, visible under its name from its `close` on, in place of an earlier one. `durable` waits until it is on
   * the disk; on unless told otherwise.
   */
  create(name: string, options?: { readonly durable?: boolean }): Promise<ByteSink>;
  /** Adds to the end of a file, which is made when it is not there; what is written is visible at once. */
  append(name: string): Promise<ByteSink>;
  /** Removes a file; one that is not there is fine. */
  remove(name: string): Promise<void>;
  /**
   * Runs `task` while no other holder of the lock `name` runs theirs, in this process or in another. The signal ends
   * the wait for the lock, not the task.
   */
  exclusive<T>(name: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Names the process that works here, in letters that are safe in a file name. */
  readonly owner: string;
  /** Whether the process of such a name still runs. */
  isAlive(owner: string): boolean;
  /** Removes the unfinished files of processes that died. */
  sweep(): Promise<void>;
}

/**
 * Holds a name against what a folder takes.
 *
 * @throws LongwaveError `file/bad-name` when it is empty or would lead out of the folder
 */
export function checkFileName(name: string, folder: string): void {
  if (name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name)) return;
  throw new LongwaveError(
    "file/bad-name",
    `expected a plain file name within ${folder}, got ${JSON.stringify(name)}`,
    { path: folder, actual: name },
  );
}
