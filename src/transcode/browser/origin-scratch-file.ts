import { abortable, sleep } from "../../stream/wait.ts";
import { writableSink } from "../../stream/writable-sink.ts";
import type { ScratchFile } from "../engine/scratch-file.ts";

/** In the page's private file system, where nothing else is called so. */
const FOLDER = "longwave-scratch";

/** What is written at once; each write is a call to another process. */
const PIECE_BYTES = 1024 * 1024;

/** What Chromium calls a file that is being written, beside it. */
const WRITING = /\.crswap$/;

/** A worker that was ended lets go of its files a little later. */
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 10_000;

let isSwept = false;

/**
 * A file of the browser's own (File System Standard, "the origin private file system"). Whoever uses it holds a
 * lock of its name: what has no holder is what a page left that was closed, and is removed by the next one.
 */
export async function originScratchFile(): Promise<ScratchFile> {
  const folder = await openFolder();
  if (!isSwept) {
    isSwept = true;
    await sweep(folder);
  }
  const fileName = crypto.randomUUID();
  const unlock = await lock(fileName);
  let removal: Promise<void> | undefined;
  try {
    const handle = await folder.getFileHandle(fileName, { create: true });
    return {
      fill: (pieces, signal) => fill(handle, pieces, signal),
      output: (name, isSeekable) => ({ kind: "scratch", name, handle, isSeekable }),
      contents: () => handle.getFile(),
      remove() {
        removal ??= removeFile(folder, fileName).finally(unlock);
        return removal;
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(FOLDER, { create: true });
}

/** Takes the lock of a file, until what this gives is called or the page is gone. */
function lock(name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const held = navigator.locks.request(
      lockName(name),
      () => new Promise<void>((unlock) => resolve(() => unlock())),
    );
    held.catch(reject);
  });
}

function lockName(name: string): string {
  return `${FOLDER}/${name}`;
}

/** Removes what nobody holds. */
async function sweep(folder: FileSystemDirectoryHandle): Promise<void> {
  for await (const name of namesIn(folder)) {
    await navigator.locks.request(
      lockName(name.replace(WRITING, "")),
      { ifAvailable: true },
      async (free) => {
        // Another page may be removing it, or hold it open in a way of its own.
        if (free) await folder.removeEntry(name).catch(() => {});
      },
    );
  }
}

/** The types of pages do not know that folders can be gone through. */
function namesIn(folder: FileSystemDirectoryHandle): AsyncIterable<string> {
  return (folder as unknown as { keys(): AsyncIterable<string> }).keys();
}

async function fill(
  handle: FileSystemFileHandle,
  pieces: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sink = writableSink(await handle.createWritable());
  const block = new Uint8Array(PIECE_BYTES);
  let filled = 0;
  try {
    for await (const piece of abortableEach(pieces, signal)) {
      for (let done = 0; done < piece.length; ) {
        const part = piece.subarray(done, done + block.length - filled);
        block.set(part, filled);
        filled += part.length;
        done += part.length;
        if (filled < block.length) continue;
        await sink.write(block);
        filled = 0;
      }
    }
    if (filled > 0) await sink.write(block.subarray(0, filled));
    await sink.close();
  } catch (error) {
    await sink.abort(error);
    throw error;
  }
}

/** What comes, up to the signal, whose reason is thrown even where the next piece never comes. */
async function* abortableEach<T>(
  pieces: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  const iterator = pieces[Symbol.asyncIterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = await abortable(iterator.next(), signal);
      isDone = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // It may still be waiting for what never comes, and is not waited for.
    if (!isDone) iterator.return?.().catch(() => {});
  }
}

async function removeFile(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  for (let pause = FIRST_PAUSE_MS; pause <= LONGEST_PAUSE_MS; pause *= 2) {
    try {
      await folder.removeEntry(name);
      return;
    } catch (error) {
      if (error instanceof DOMException && error.name === "NotFoundError") return;
      await sleep(pause);
    }
  }
  // Whoever opens a page next removes it.
}
