import type { ByteSink } from "../../src/stream/byte-sink.ts";
import { available, type ByteSource } from "../../src/stream/byte-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";

/** What a source and a sink were asked, and when they were done, in the order in which it happened. */
export interface EventLog {
  readonly events: string[];
  /** Makes the next event of this name, and all later ones, wait for ever. */
  hangAt(event: string): void;
  /** Makes every event of this name fail. */
  failAt(event: string, error: unknown): void;
  /** Called at each event. */
  onEvent: ((event: string) => void) | undefined;
  source(bytes: Uint8Array): ByteSource;
  /** The same with `stream`, in pieces of `pieceSize`; its iterator logs its return. */
  streamingSource(bytes: Uint8Array, pieceSize: number): ByteSource;
  sink(): ByteSink & { written(): Uint8Array };
}

/** A log with nothing in it. Each event takes a turn of the event loop. */
export function eventLog(): EventLog {
  const failures = new Map<string, unknown>();
  const hanging = new Set<string>();

  async function event(name: string): Promise<void> {
    log.events.push(name);
    log.onEvent?.(name);
    if (hanging.has(name)) await new Promise(() => {});
    await turn();
    if (failures.has(name)) throw failures.get(name);
  }

  const log: EventLog = {
    events: [],
    onEvent: undefined,
    hangAt: (name) => hanging.add(name),
    failAt: (name, error) => failures.set(name, error),
    source: (bytes) => ({
      size: bytes.length,
      async read(offset, into) {
        await event(`read ${offset}`);
        const count = available(bytes.length, offset, into.length);
        into.set(bytes.subarray(offset, offset + count));
        log.events.push(`read ${offset} done`);
        return count;
      },
    }),
    streamingSource: (bytes, pieceSize) => ({
      size: bytes.length,
      read: () => Promise.reject(new Error("this source is to be streamed")),
      stream(from, to) {
        let offset = from;
        return {
          [Symbol.asyncIterator]: () => ({
            async next() {
              await event(`pull ${offset}`);
              if (offset >= to) return { done: true, value: undefined };
              const value = bytes.slice(offset, Math.min(to, offset + pieceSize));
              offset += value.length;
              return { done: false, value };
            },
            async return() {
              log.events.push("returned");
              return { done: true, value: undefined };
            },
          }),
        };
      },
    }),
    sink() {
      const inner = memorySink();
      let offset = 0;
      return {
        async write(bytes) {
          const at = offset;
          await event(`write ${at}`);
          await inner.write(bytes);
          offset += bytes.length;
          log.events.push(`write ${at} done`);
        },
        async close() {
          await event("close");
          await inner.close();
        },
        async abort(reason) {
          await event("abort");
          await inner.abort(reason);
        },
        written: () => inner.bytes(),
      };
    },
  };
  return log;
}

/** One turn of the event loop; a timer would take several milliseconds in a browser. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
