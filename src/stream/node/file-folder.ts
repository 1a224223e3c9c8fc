import * as fs from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ByteSink } from "../byte-sink.ts";
import { LongwaveError } from "../error.ts";
import { checkFileName, type Folder } from "../folder.ts";
import { Descriptor } from "./descriptor.ts";
import { fileError } from "./file-error.ts";
import { withFileLock } from "./file-lock.ts";
import { isAbandoned, removeFile, replacingSink } from "./file-sink.ts";
import { fileSource } from "./file-source.ts";
import { isProcessAlive, processToken } from "./process-token.ts";

/**
 * A directory as a `Folder`. It is made, with what lies above it, when it is not there.
 *
 * @throws LongwaveError `file/not-permitted`, `file/not-folder`, `file/exists` when a file has that name; from its
 *   methods also `file/bad-name` for a name that would lead out of the folder
 */
export async function fileFolder(directory: string | URL): Promise<Folder> {
  const path = directory instanceof URL ? fileURLToPath(directory) : directory;
  await new Promise<void>((resolve, reject) => {
    fs.mkdir(path, { recursive: true }, (error) => {
      if (error) reject(fileError(error, "create the folder", path));
      else resolve();
    });
  });

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
    async sweep() {
      for (const name of await listFiles(path)) {
        if (isAbandoned(name)) await removeFile(join(path, name));
      }
    },
  };
  return folder;
}

function listFiles(path: string): Promise<string[]> {
  return new Promise((resolve, reject) => {
    fs.readdir(path, { withFileTypes: true }, (error, entries) => {
      if (error) reject(fileError(error, "list", path));
      else resolve(entries.filter((entry) => entry.isFile()).map((entry) => entry.name));
    });
  });
}

function appendingSink(file: Descriptor): ByteSink {
  return {
    write: (bytes) => file.write(null, bytes),
    close: () => file.close(),
    abort: () => file.close(),
  };
}
