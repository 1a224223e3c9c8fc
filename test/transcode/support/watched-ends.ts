import type { ByteSink } from "../../../src/stream/byte-sink.ts";
import type { ByteSource } from "../../../src/stream/byte-source.ts";
import { LongwaveError } from "../../../src/stream/error.ts";
import { type MemorySink, memorySink } from "../../../src/stream/memory-sink.ts";

/** A sink that tells what was done with it. */
export interface WatchedSink extends ByteSink {
  /** What it was aborted for. */
  readonly aborted: unknown;
  /** How often it was aborted. */
  readonly aborts: number;
  readonly isClosed: boolean;
  readonly memory: MemorySink;
}

/** What a sink does at each write, before the bytes are kept. */
export function watchedSink(onWrite: (written: number) => void | Promise<void> = () => {}): WatchedSink {
  const memory = memorySink();
  let written = 0;
  let aborted: unknown;
  let aborts = 0;
  let isClosed = false;
  const count = async (bytes: Uint8Array) => {
    written += bytes.length;
    await onWrite(written);
  };
  return {
    memory,
    get aborted() {
      return aborted;
    },
    get aborts() {
      return aborts;
    },
    get isClosed() {
      return isClosed;
    },
    async write(bytes) {
      await count(bytes);
      await memory.write(bytes);
    },
    async patch(offset, bytes) {
      await count(bytes);
      await memory.patch?.(offset, bytes);
    },
    async resize(size) {
      await memory.resize?.(size);
    },
    async close() {
      isClosed = true;
      await memory.close();
    },
    async abort(reason) {
      aborted = reason ?? "aborted";
      aborts += 1;
      await memory.abort(reason);
    },
  };
}

/** A disk with so much room. */
export function fullSink(room: number): WatchedSink {
  return watchedSink((written) => {
    if (written > room) throw new LongwaveError("file/no-space", "cannot write: the disk is full");
  });
}

/** A source that fails when bytes from `offset` on are read. */
export function failingSource(source: ByteSource, offset: number, failure: Error): ByteSource {
  return {
    ...source,
    async read(at, into, signal) {
      if (at + into.length > offset) throw failure;
      return source.read(at, into, signal);
    },
  };
}
