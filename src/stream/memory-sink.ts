import type { ByteSink } from "./byte-sink.ts";
import { LongwaveError } from "./error.ts";

/** A sink that keeps what it is given in memory. */
export interface MemorySink extends ByteSink {
  /**
   * What was written, after `close`.
   *
   * @throws LongwaveError `stream/sink-open` before that, or after `abort`
   */
  bytes(): Uint8Array<ArrayBuffer>;
}

const FIRST_CAPACITY = 4096;

/**
 * A sink into memory, for results that are known to be small, and for tests.
 *
 * @throws LongwaveError, from its methods, `stream/sink-ended` after `close` or `abort`, `stream/bad-patch`
 */
export function memorySink(): MemorySink {
  let store = new Uint8Array(FIRST_CAPACITY);
  let length = 0;
  let state: "open" | "closed" | "aborted" = "open";

  function reserve(capacity: number): void {
    if (capacity <= store.length) return;
    // Doubling keeps the copying linear in what is written.
    const larger = new Uint8Array(Math.max(capacity, store.length * 2));
    larger.set(store.subarray(0, length));
    store = larger;
  }

  function checkOpen(): void {
    if (state !== "open") throw new LongwaveError("stream/sink-ended", `the memory sink is ${state} already`);
  }

  return {
    async write(bytes) {
      checkOpen();
      reserve(length + bytes.length);
      store.set(bytes, length);
      length += bytes.length;
    },
    async patch(offset, bytes) {
      checkOpen();
      checkPatch(offset, bytes.length, length);
      store.set(bytes, offset);
    },
    async resize(size) {
      checkOpen();
      reserve(size);
      store.fill(0, Math.min(length, size), length);
      length = size;
    },
    async close() {
      checkOpen();
      state = "closed";
    },
    async abort() {
      if (state !== "open") return;
      state = "aborted";
      store = new Uint8Array(0);
    },
    bytes() {
      if (state !== "closed") {
        throw new LongwaveError(
          "stream/sink-open",
          `the memory sink has no result: it is ${state}, not closed`,
        );
      }
      return store.subarray(0, length);
    },
  };
}

/**
 * Holds a patch against what was written so far.
 *
 * @throws LongwaveError `stream/bad-patch` when it reaches past `written` bytes
 */
export function checkPatch(offset: number, length: number, written: number): void {
  if (Number.isSafeInteger(offset) && offset >= 0 && offset + length <= written) return;
  throw new LongwaveError(
    "stream/bad-patch",
    `a patch may only change what was written: ${length} bytes at offset ${offset}, written ${written}`,
    { offset, actual: offset + length, expected: written },
  );
}
