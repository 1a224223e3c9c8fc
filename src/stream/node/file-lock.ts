import * as fs from "node:fs";
import { LongwaveError } from "../error.ts";
import { sleep } from "../wait.ts";
import { Descriptor } from "./descriptor.ts";
import { fileError } from "./file-error.ts";
import { removeFile } from "./file-sink.ts";
import { isProcessAlive, processToken } from "./process-token.ts";

/** The lock is held for the time of a small file's writing; whoever waits this long waits for a process that hangs. */
const PATIENCE_MS = 15_000;

/** Making a lock, and taking one over, are a few system calls long; one this old belongs to a process that died there. */
const UNFINISHED_MS = 2_000;

/** The milliseconds between two looks at a lock that is taken. */
const LOOK_AGAIN_MS = 3;

/**
 * Runs `task` while this process alone holds the lock file `path`, and removes the file after it. A lock whose process
 * died is taken over.
 *
 * @throws LongwaveError `file/locked` when a live process keeps it for 15 s; and what `task` throws
 */
export async function withFileLock<T>(
  path: string,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  signal?.throwIfAborted();
  while (!(await createExclusively(path, processToken()))) {
    const holder = await readText(path);
    // An empty one is a lock between its making and its writing.
    if (holder ? !isProcessAlive(holder) : await isOld(path)) {
      await takeOver(path, holder);
    } else if (Date.now() > deadline) {
      throw new LongwaveError(
        "file/locked",
        `the lock ${path} is held by ${holder || "an unknown process"}`,
        {
          path,
          holder,
        },
      );
    } else {
      await sleep(LOOK_AGAIN_MS * (1 + Math.random()), signal);
    }
  }
  try {
    return await task();
  } finally {
    await removeFile(path);
  }
}

/**
 * Removes the lock of a dead process. Of several processes that see it, one at a time looks again and removes:
 * otherwise a slow one would remove the lock that a fast one has made anew.
 */
async function takeOver(path: string, dead: string): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await createExclusively(guard, processToken()))) {
    if (await isOld(guard)) await removeFile(guard);
    return;
  }
  try {
    if ((await readText(path)) === dead) await removeFile(path);
  } finally {
    await removeFile(guard);
  }
}

/** Makes a file that holds `text`, unless there is one. What fails half-way (a full disk) leaves none. */
async function createExclusively(path: string, text: string): Promise<boolean> {
  let file: Descriptor;
  try {
    file = await Descriptor.open(path, "wx");
  } catch (error) {
    if (error instanceof LongwaveError && error.code === "file/exists") return false;
    throw error;
  }
  try {
    await file.write(0, new TextEncoder().encode(text));
    return true;
  } catch (error) {
    await removeFile(path);
    throw error;
  } finally {
    await file.close();
  }
}

function readText(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    fs.readFile(path, "latin1", (error, text) => {
      if (error && error.code !== "ENOENT") reject(fileError(error, "read", path));
      else resolve(error ? "" : text);
    });
  });
}

function isOld(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    fs.stat(path, (error, stats) => resolve(!error && Date.now() - stats.mtimeMs > UNFINISHED_MS));
  });
}
