import * as fs from "node:fs";
import { LongwaveError } from "../error.ts";
import { sleep } from "../wait.ts";
import { Descriptor } from "./descriptor.ts";
import { fileError } from "./file-error.ts";
import { removeFile, unfinishedPath } from "./file-sink.ts";
import { isProcessAlive, processToken } from "./process-token.ts";

/** The lock is held for the time of a small file's writing; whoever waits this long waits for a process that hangs. */
const PATIENCE_MS = 15_000;

/** The milliseconds between two looks at a lock that is taken. */
const LOOK_AGAIN_MS = 3;

/**
 * Runs `task` while this process alone holds the lock file `path`, and removes the file after it. A lock whose process
 * died is taken over.
 *
 * The holder's name is written into a file of another name first, and that file is linked to the lock's: nobody ever sees
 * a lock without its holder. An empty one could belong to a process that is about to fill it in, or to one that died, and
 * no clock tells which.
 *
 * @throws LongwaveError `file/locked` when a live process keeps it for 15 s; and what `task` throws
 */
export async function withFileLock<T>(
  path: string,
  task: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  signal?.throwIfAborted();
  const token = unfinishedPath(path);
  try {
    await writeToken(token, path);
    await acquire(path, token, signal);
  } finally {
    await removeFile(token);
  }
  try {
    return await task();
  } finally {
    await removeFile(path);
  }
}

/** Waits until the file `token` has the name `path` as well. */
async function acquire(path: string, token: string, signal: AbortSignal | undefined): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await link(token, path))) {
    const holder = await readText(path);
    if (holder && !isProcessAlive(holder)) {
      await takeOver(path, token, holder);
    } else if (Date.now() > deadline) {
      const message = `the lock ${path} is held by ${holder || "an unknown process"}`;
      throw new LongwaveError("file/locked", message, { path, holder });
    } else {
      await sleep(LOOK_AGAIN_MS * (1 + Math.random()), signal);
    }
  }
}

/**
 * Removes the lock of a dead process. Of several processes that see it, one at a time looks again and removes:
 * otherwise a slow one would remove the lock that a fast one has made anew.
 */
async function takeOver(path: string, token: string, dead: string): Promise<void> {
  const guard = `${path}.takeover`;
  if (!(await link(token, guard))) {
    const holder = await readText(guard);
    if (holder && !isProcessAlive(holder)) await removeFile(guard);
    return;
  }
  try {
    if ((await readText(path)) === dead) await removeFile(path);
  } finally {
    await removeFile(guard);
  }
}

async function writeToken(token: string, shownAs: string): Promise<void> {
  const file = await Descriptor.open(token, "wx", { shownAs });
  try {
    await file.write(0, new TextEncoder().encode(processToken()));
  } finally {
    await file.close();
  }
}

/** Gives a file a second name, unless somebody has that name. */
function link(from: string, to: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    fs.link(from, to, (error) => {
      if (!error) resolve(true);
      else if (error.code === "EEXIST") resolve(false);
      else reject(fileError(error, "lock", to));
    });
  });
}

function readText(path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    fs.readFile(path, "latin1", (error, text) => {
      if (error && error.code !== "ENOENT") reject(fileError(error, "read", path));
      else resolve(error ? "" : text);
    });
  });
}
