import { available, type ByteSource, readFully } from "../stream/byte-source.ts";

/** Chunk headers lie close together at the start of most files; one read of this size serves them all. */
const LEAST_BYTES = 4096;

/** A file of many small chunks is read through by windows that grow to this size. */
const MOST_BYTES = 1024 * 1024;

/** Reads small pieces of a source through a window, so that walking over many small chunks costs few reads. */
export class ByteWindow {
  readonly #source: ByteSource;
  readonly #signal: AbortSignal | undefined;
  #memory: Uint8Array = new Uint8Array(0);
  /** Bytes of the next window; a longer piece that somebody asks for does not change it. */
  #step = LEAST_BYTES;
  /** Where the window begins in the source, and its bytes. */
  #start = 0;
  #length = 0;

  constructor(source: ByteSource, signal?: AbortSignal) {
    this.#source = source;
    this.#signal = signal;
  }

  /**
   * The bytes at `offset`, `length` of them, fewer at the end of the source. Valid until the next call.
   *
   * @throws LongwaveError `stream/unexpected-end` when the source turns out to be shorter than its size
   */
  async read(offset: number, length: number): Promise<Uint8Array> {
    return this.peek(offset, length) ?? this.#load(offset, length);
  }

  /** The same where the bytes are at hand, which many small reads need not wait for; else `undefined`. */
  peek(offset: number, length: number): Uint8Array | undefined {
    const count = available(this.#source.size, offset, length);
    if (count === 0) return new Uint8Array(0);
    const from = offset - this.#start;
    const isWithin = from >= 0 && from + count <= this.#length;
    return isWithin ? this.#memory.subarray(from, from + count) : undefined;
  }

  async #load(offset: number, length: number): Promise<Uint8Array> {
    const end = this.#start + this.#length;
    // Whoever goes on a little behind the window is likely to read on from there.
    const goesOn = this.#length > 0 && offset >= this.#start && offset <= end + this.#step;
    this.#step = goesOn ? Math.min(this.#step * 2, MOST_BYTES) : LEAST_BYTES;
    const wanted = Math.max(length, this.#step);
    if (this.#memory.length !== wanted) this.#memory = new Uint8Array(wanted);
    this.#start = offset;
    this.#length = available(this.#source.size, offset, wanted);
    await readFully(this.#source, offset, this.#memory.subarray(0, this.#length), this.#signal);
    return this.#memory.subarray(0, Math.min(length, this.#length));
  }
}
