import type { ByteWindow } from "./byte-window.ts";
import { type Chunk, isFiller, isOfTheAudio } from "./chunk.ts";
import { FACT_BYTES } from "./fact.ts";
import { isPositional } from "./metadata/cut-effect.ts";
import { MAX_FORMAT_BYTES } from "./read-format.ts";
import { isSupersession, MOST_SUPERSESSION_BYTES } from "./supersession.ts";

/**
 * Bodies that a clip has to change are read when a file is opened, up to this many bytes each and in all; no recording has
 * nearly as many.
 */
const MOST_POSITIONAL_BYTES = 16 * 1024 * 1024;
const MOST_KEPT_BYTES = 64 * 1024 * 1024;

/** So are small ones, which lie in what is read anyway, up to this many bytes each and in all. */
const SMALL_BYTES = 2048;
const MOST_SMALL_BYTES = 64 * 1024;

/** Bodies, as much of each as is needed, by their chunks. */
export type KeptBodies = ReadonlyMap<Chunk, Uint8Array>;

/** Keeps the bodies of chunks in memory that clips, or the opening itself, will need. */
export class BodyKeeper {
  readonly bodies: Map<Chunk, Uint8Array> = new Map();
  #smallBytes = 0;
  #keptBytes = 0;

  /** Reads what is to be kept of a chunk; there is something to wait for only where it is not at hand. */
  keep(chunk: Chunk, window: ByteWindow): Promise<void> | undefined {
    const bytes = this.#wanted(chunk);
    if (bytes === 0) return undefined;
    const present = window.peek(chunk.bodyOffset, bytes);
    if (!present) return window.read(chunk.bodyOffset, bytes).then((body) => this.#set(chunk, body));
    this.#set(chunk, present);
    return undefined;
  }

  /** A copy: what a window shows is valid for a moment. */
  #set(chunk: Chunk, body: Uint8Array): void {
    this.bodies.set(chunk, body.slice());
  }

  #wanted(chunk: Chunk): number {
    const { id, listType, size } = chunk;
    if (id === "fmt ") return Math.min(size, MAX_FORMAT_BYTES);
    if (id === "fact") return Math.min(size, FACT_BYTES);
    if (isSupersession(id)) return this.#withinBudget(Math.min(size, MOST_SUPERSESSION_BYTES));
    if (isOfTheAudio(id) || isFiller(id)) return 0;
    if (size <= SMALL_BYTES && this.#smallBytes + size <= MOST_SMALL_BYTES) {
      this.#smallBytes += size;
      return size;
    }
    return isPositional(id, listType) && size <= MOST_POSITIONAL_BYTES ? this.#withinBudget(size) : 0;
  }

  #withinBudget(bytes: number): number {
    if (this.#keptBytes + bytes > MOST_KEPT_BYTES) return 0;
    this.#keptBytes += bytes;
    return bytes;
  }
}
