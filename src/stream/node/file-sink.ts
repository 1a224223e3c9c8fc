import * as fs from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ByteSink } from "../byte-sink.ts";
import { LongwaveError } from "../error.ts";
import { checkPatch } from "../memory-sink.ts";
import { Descriptor } from "./descriptor.ts";
import { fileError } from "./file-error.ts";
import { isProcessAlive, processToken, TOKEN_PATTERN } from "./process-token.ts";

/** How a file is written. */
export interface FileSinkOptions {
  /**
   * Waits at `close` until the bytes and the name are on the disk, so that a power cut cannot take them; on unless
   * told otherwise. A killed process leaves no half-written file either way.
   */
  readonly durable?: boolean;
}

/**
 * A sink into a file. It writes beside the name and takes the name by an atomic rename at `close`: until then the name
 * holds what it held before, or nothing. An existing file keeps its permissions; a link is followed; a device or a
 * pipe is written to as it is.
 *
 * @throws LongwaveError `file/not-found` when the folder does not exist, `file/not-permitted`, `file/is-folder`, and
 *   from its methods `file/no-space`, `file/too-large`, `file/output-closed` for a pipe that nobody reads any more,
 *   `stream/sink-ended`, `stream/bad-patch`
 */
export async function fileSink(file: string | URL, options: FileSinkOptions = {}): Promise<ByteSink> {
  const path = file instanceof URL ? fileURLToPath(file) : file;
  const existing = await statOrUndefined(path);
  if (existing?.isDirectory()) {
    throw new LongwaveError("file/is-folder", `cannot create ${path}: it is a folder`, { path });
  }
  if (existing && !existing.isFile()) return deviceSink(path);
  const target = existing ? await realPath(path) : await missingTarget(path);
  return replacingSink(target, { ...options, ...(existing && { mode: existing.mode & 0o7777 }) });
}

/**
 * The plain case of `fileSink`: `path` is a regular file that may be replaced, or nothing yet.
 *
 * @internal
 */
export async function replacingSink(
  path: string,
  options: FileSinkOptions & { readonly mode?: number },
): Promise<ByteSink> {
  const { durable = true, mode } = options;
  const unfinished = unfinishedPath(path);
  const file = await Descriptor.open(unfinished, "wx", { mode, shownAs: path });
  // Where this fails (FAT, some network shares) there are no permissions to keep.
  if (mode !== undefined) await file.setMode(mode).catch(() => {});
  let length = 0;
  let ended = false;

  function checkOpen(): void {
    if (ended) throw new LongwaveError("stream/sink-ended", `the sink of ${path} has ended already`);
  }

  return {
    async write(bytes) {
      checkOpen();
      const position = length;
      length += bytes.length;
      await file.write(position, bytes);
    },
    async patch(offset, bytes) {
      checkOpen();
      checkPatch(offset, bytes.length, length);
      await file.write(offset, bytes);
    },
    async resize(size) {
      checkOpen();
      length = size;
      await file.truncate(size);
    },
    async close() {
      checkOpen();
      if (durable) await file.sync();
      await file.close();
      await rename(unfinished, path);
      ended = true;
      if (durable) await syncFolder(dirname(path));
    },
    async abort() {
      if (ended) return;
      ended = true;
      await file.close().catch(() => {});
      await removeFile(unfinished);
    },
  };
}

/** A sink into something that cannot be replaced: a pipe, a terminal, `/dev/null`. */
async function deviceSink(path: string): Promise<ByteSink> {
  const file = await Descriptor.open(path, "w");
  return {
    write: (bytes) => file.write(null, bytes),
    close: () => file.close(),
    // A write into a full pipe ends when somebody reads it, if ever; the file is closed after that.
    async abort() {
      file.close().catch(() => {});
    },
  };
}

/** Begins anywhere, so that two copies of this module in one process (workers, bundles) do not meet. */
let counter = Math.floor(Math.random() * 2 ** 40);

/**
 * A hidden name beside `path` for what will take that name. It has one length whatever the other's is, so that a name at
 * the system's limit still works.
 *
 * @internal
 */
export function unfinishedPath(path: string): string {
  counter++;
  return join(dirname(path), `.longwave-${processToken()}-${counter}.part`);
}

const UNFINISHED = new RegExp(`^\\.longwave-(${TOKEN_PATTERN})-\\d+\\.part$`);

/**
 * Removes the unfinished files in a folder whose processes are gone, which nobody will ever finish.
 *
 * @internal
 */
export async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await listFiles(folder)) {
    const token = UNFINISHED.exec(name)?.[1];
    if (token !== undefined && !isProcessAlive(token)) await removeFile(join(folder, name));
  }
}

/**
 * The names of the regular files in a folder.
 *
 * @internal
 */
export function listFiles(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fs.readdir(path, { withFileTypes: true }, (error, entries) => {
      if (error) reject(fileError(error, "list", path));
      else resolve(entries.filter((entry) => entry.isFile()).map((entry) => entry.name));
    });
  });
}

/**
 * Removes a file; one that is not there is fine.
 *
 * @internal
 */
export function removeFile(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.unlink(path, (error) => {
      if (error && error.code !== "ENOENT") reject(fileError(error, "remove", path));
      else resolve();
    });
  });
}

function statOrUndefined(path: string): Promise<fs.Stats | undefined> {
  return new Promise((resolve, reject) => {
    fs.stat(path, (error, stats) => {
      if (error && error.code !== "ENOENT") reject(fileError(error, "create", path));
      else resolve(error ? undefined : stats);
    });
  });
}

function realPath(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    fs.realpath.native(path, (error, real) =>
      error ? reject(fileError(error, "open", path)) : resolve(real),
    );
  });
}

/** Where a file will lie that is not there yet: `path`, or what a link of that name points at. */
async function missingTarget(path: string): Promise<string> {
  const link = await new Promise<string | undefined>((found) => {
    fs.readlink(path, (noLink, target) => found(noLink ? undefined : target));
  });
  if (link === undefined) return path;
  // From where the link really lies: its folder may be reached through a link as well.
  return missingTarget(resolve(await realPath(dirname(path)), link));
}

function rename(from: string, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    fs.rename(from, to, (error) => (error ? reject(fileError(error, "create", to)) : resolve()));
  });
}

/** Puts a rename on the disk, where the system lets a folder be synced (Windows does not, and does not need it). */
async function syncFolder(path: string): Promise<void> {
  let folder: Descriptor;
  try {
    folder = await Descriptor.open(path, "r");
  } catch {
    return;
  }
  await folder.sync().catch(() => {});
  await folder.close();
}
