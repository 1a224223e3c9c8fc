import * as fs from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { ByteSink } from "../byte-sink.ts";
import { LongwaveError } from "../error.ts";
import { checkFileName, type Folder } from "../folder.ts";
import { Descriptor } from "./descriptor.ts";
import { fileError } from "./file-error.ts";
import { withFileLock } from "./file-lock.ts";
import { listFiles, removeAbandoned, removeFile, replacingSink } from "./file-sink.ts";
import { fileSource } from "./file-source.ts";
import { isProcessAlive, processToken } from "./process-token.ts";

/**
 * A directory as a `Folder`. It is made, with what lies above it, when it is not there.
 *
 * @throws LongwaveError `file/not-permitted`, `file/not-folder` when a file has that name, or one above it; from its
 *   methods also `file/bad-name` for a name that would lead out of the folder
 */
export async function fileFolder(directory: string | URL): Promise<Folder> {
  const path = directory instanceof URL ? fileURLToPath(directory) : directory;
  await makeFolder(resolve(path), path);

  function within(name: string): string {
    checkFileName(name, path);
    return join(path, name);
  }

  const folder: Folder = {
    name: path,
    owner: processToken(),
    isAlive: isProcessAlive,
    list: () => listFiles(path),
    async open(name) {
      try {
        return await fileSource(within(name));
      } catch (error) {
        if (error instanceof LongwaveError && error.code === "file/not-found") return undefined;
        throw error;
      }
    },
    create: async (name, options = {}) => replacingSink(within(name), options),
    append: async (name) => appendingSink(await Descriptor.open(within(name), "a")),
    remove: async (name) => removeFile(within(name)),
    exclusive: async (name, task, signal) => withFileLock(within(name), task, signal),
    sweep: () => removeAbandoned(path),
  };
  return folder;
}

/**
 * Makes a folder and what is missing above it. (Node's own recursive form never ends where a file system says "no such
 * folder" of a name below one that is there, as /proc does.)
 */
async function makeFolder(path: string, shownAs: string, isSecondTry = false): Promise<void> {
  const error = await new Promise<NodeJS.ErrnoException | null>((made) => fs.mkdir(path, made));
  if (!error) return;
  if (error.code === "ENOENT" && !isSecondTry && dirname(path) !== path) {
    await makeFolder(dirname(path), shownAs);
    return makeFolder(path, shownAs, true);
  }
  const isFolder = await new Promise<boolean>((found) => {
    fs.stat(path, (missing, stats) => found(!missing && stats.isDirectory()));
  });
  if (isFolder) return;
  if (error.code === "EEXIST") {
    throw new LongwaveError("file/not-folder", `cannot create the folder ${shownAs}: it is a file`, { path });
  }
  throw fileError(error, "create the folder", shownAs);
}

function appendingSink(file: Descriptor): ByteSink {
  return {
    write: (bytes) => file.write(null, bytes),
    close: () => file.close(),
    abort: () => file.close(),
  };
}
