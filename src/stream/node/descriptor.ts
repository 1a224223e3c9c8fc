import * as fs from "node:fs";
import { closedError, fileError } from "./file-error.ts";

/** The number of an open file, lent to somebody. */
export interface LentNumber {
  readonly number: number;
  /** Gives it back. */
  release(): void;
  /** Calls `tell` when the file is to be closed, and waits for it to be given back. */
  onClosing(tell: () => void): void;
}

/** One call to the operating system moves at most this much; Node refuses lengths of 2 GiB and more. */
const MAX_CALL_BYTES = 1 << 30;

/** Opening a pipe that nobody writes to would wait for ever; files do not mind. Windows has no such flag. */
const READ_AT_ONCE = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

/**
 * An open file of the operating system. Closing waits for the calls under way: a file opened meanwhile could get the
 * same number, and a late write would land in it.
 */
export class Descriptor {
  /** What messages call it. */
  readonly path: string;
  readonly #number: number;
  #pending = 0;
  #closing: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;
  /** Those who have its number, and may not need it at the moment. */
  readonly #borrowers = new Set<() => void>();

  constructor(number: number, path: string) {
    this.#number = number;
    this.path = path;
  }

  /**
   * @param flags as for `fs.open`
   * @param options `mode`: the permissions of a new file; `shownAs`: what messages call it instead of its path
   * @throws LongwaveError `file/…`
   */
  static async open(
    path: string,
    flags: "r" | "r+" | "w" | "wx" | "a",
    options: { readonly mode?: number | undefined; readonly shownAs?: string } = {},
  ): Promise<Descriptor> {
    const { mode, shownAs = path } = options;
    const number = await new Promise<number>((resolve, reject) => {
      fs.open(path, flags === "r" ? READ_AT_ONCE : flags, mode, (error, opened) => {
        if (error) reject(fileError(error, flags.startsWith("r") ? "open" : "create", shownAs));
        else resolve(opened);
      });
    });
    return new Descriptor(number, shownAs);
  }

  /** Fills `into` from `position`; returns the bytes read, short only at the end of the file. */
  async read(position: number, into: Uint8Array): Promise<number> {
    let filled = 0;
    while (filled < into.length) {
      const got = await this.#call<number>("read", (done) => {
        fs.read(
          this.#number,
          into,
          filled,
          Math.min(into.length - filled, MAX_CALL_BYTES),
          position + filled,
          done,
        );
      });
      if (got === 0) break;
      filled += got;
    }
    return filled;
  }

  /** Writes all of `bytes` at `position`; `null` is the place where the last write without a position ended. */
  async write(position: number | null, bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      written += await this.#call<number>("write", (done) => {
        fs.write(
          this.#number,
          bytes,
          written,
          Math.min(bytes.length - written, MAX_CALL_BYTES),
          position === null ? null : position + written,
          done,
        );
      });
    }
  }

  /**
   * Its number, for calls that are made elsewhere. Closing waits until it is given back.
   *
   * @throws LongwaveError `file/closed`
   */
  lend(): LentNumber {
    if (this.#closing) throw closedError("read", this.path);
    this.#pending++;
    let isLent = true;
    const told: (() => void)[] = [];
    return {
      number: this.#number,
      release: () => {
        if (!isLent) return;
        isLent = false;
        for (const tell of told) this.#borrowers.delete(tell);
        this.#settled();
      },
      onClosing: (tell) => {
        told.push(tell);
        this.#borrowers.add(tell);
      },
    };
  }

  /** Cuts the file off at `size` bytes, or fills it up to there with zeros. */
  truncate(size: number): Promise<void> {
    return this.#call("write", (done) => fs.ftruncate(this.#number, size, done));
  }

  /** Waits until the bytes are on the disk, not only in its cache. */
  sync(): Promise<void> {
    return this.#call("sync", (done) => fs.fsync(this.#number, done));
  }

  /** Sets the permissions, all of them: those of a new file pass the process's mask first. */
  setMode(mode: number): Promise<void> {
    return this.#call("create", (done) => fs.fchmod(this.#number, mode, done));
  }

  /** The file's kind, size and permissions. */
  stat(): Promise<fs.Stats> {
    return this.#call("read", (done) => fs.fstat(this.#number, done));
  }

  /** Waits for the calls under way, then closes. A second call waits for the first. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    if (this.#pending > 0) {
      const idle = new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
      for (const tell of this.#borrowers) tell();
      await idle;
    }
    await new Promise<void>((resolve, reject) => {
      fs.close(this.#number, (error) => (error ? reject(fileError(error, "close", this.path)) : resolve()));
    });
  }

  #call<T>(
    action: string,
    start: (done: (error: NodeJS.ErrnoException | null, value?: T) => void) => void,
  ): Promise<T> {
    if (this.#closing) {
      return Promise.reject(closedError(action, this.path));
    }
    return new Promise<T>((resolve, reject) => {
      start((error, value) => {
        this.#settled();
        if (error) reject(fileError(error, action, this.path));
        else resolve(value as T);
      });
      // After the call: one that Node refuses throws, and is not under way.
      this.#pending++;
    });
  }

  #settled(): void {
    this.#pending--;
    if (this.#pending === 0) this.#onIdle?.();
  }
}
