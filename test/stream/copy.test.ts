import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSink } from "../../src/stream/byte-sink.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { type CopyOptions, type CopyProgress, copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { eventLog } from "../helpers/event-log.ts";
import { failure, failureCode, rejection } from "../helpers/failure.ts";
import { pattern, sameBytes } from "../helpers/pattern.ts";
import { settled } from "../helpers/settled.ts";
import { withStream } from "../helpers/streaming-source.ts";

describe("a copy", () => {
  it("reads the next block while it writes this one", async () => {
    const log = eventLog();
    await copy(log.source(pattern(30)), log.sink(), { blockSize: 10 });
    const at = (event: string) => log.events.indexOf(event);
    expect(at("read 10")).toBeLessThan(at("write 0 done"));
    expect(at("read 20")).toBeLessThan(at("write 10 done"));
    // And no further ahead: there are two blocks.
    expect(at("read 20")).toBeGreaterThan(at("write 0 done"));
    expect(log.events.at(-1)).toBe("close");
  });

  it("reads a stream ahead too, by one piece", async () => {
    const log = eventLog();
    await copy(log.streamingSource(pattern(30), 10), log.sink());
    const at = (event: string) => log.events.indexOf(event);
    expect(at("pull 10")).toBeLessThan(at("write 0 done"));
    expect(at("pull 20")).toBeGreaterThan(at("write 0 done"));
  });

  it("moves all bytes in their order, in blocks of any size, and its progress adds up", async () => {
    const kinds = fc.record({
      size: fc.nat(300),
      blockSize: fc.integer({ min: 1, max: 400 }),
      pieceSize: fc.option(fc.integer({ min: 1, max: 100 })),
      buffer: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(kinds, async ({ size, blockSize, pieceSize, buffer }) => {
        const bytes = pattern(size);
        const plain = memorySource(bytes);
        const sink = memorySink();
        const steps: CopyProgress[] = [];
        const moved = await copy(pieceSize === null ? plain : withStream(plain, pieceSize), sink, {
          blockSize,
          onProgress: (progress) => steps.push(progress),
          ...(buffer && { buffer: new Uint8Array(2 * blockSize + 3) }),
        });
        expect(moved).toBe(size);
        expect(sink.bytes()).toEqual(bytes);
        const step = pieceSize ?? blockSize;
        expect(steps).toEqual(
          Array.from({ length: Math.ceil(size / step) }, (_, index) => ({
            bytes: Math.min(size, (index + 1) * step),
            total: size,
          })),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("works in the buffer that it is given, and gives it back for the next", async () => {
    const buffer = new Uint8Array(20);
    const seen = new Set<ArrayBufferLike>();
    for (const seed of [1, 2, 3]) {
      const sink = memorySink();
      const watching: ByteSink = {
        ...sink,
        write(bytes) {
          seen.add(bytes.buffer);
          expect(bytes.length).toBeLessThanOrEqual(10);
          return sink.write(bytes);
        },
      };
      await copy(memorySource(pattern(95, seed)), watching, { buffer });
      expect(sink.bytes()).toEqual(pattern(95, seed));
    }
    expect([...seen]).toEqual([buffer.buffer]);
  });

  it("goes through the source's stream where it has one", async () => {
    const log = eventLog();
    const sink = log.sink();
    await copy(log.streamingSource(pattern(25), 10), sink);
    expect(sink.written()).toEqual(pattern(25));
  });

  it("closes the sink of an empty source", async () => {
    const sink = memorySink();
    expect(await copy(memorySource(new Uint8Array()), sink)).toBe(0);
    expect(sink.bytes()).toEqual(new Uint8Array());
  });
});

describe("a failing copy", () => {
  const disk = new Error("the disk is gone");

  it.each(["read 0", "read 10", "read 20", "write 0", "write 10", "write 20", "close"])(
    "passes on the failure of %s as it is, and aborts the sink",
    async (event) => {
      const log = eventLog();
      log.failAt(event, disk);
      const error = await rejection(copy(log.source(pattern(30)), log.sink(), { blockSize: 10 }));
      expect(error).toBe(disk);
      expect(log.events.at(-1)).toBe("abort");
      expect(log.events.filter((name) => name === "abort")).toHaveLength(1);
    },
  );

  it.each(["pull 0", "pull 10", "pull 30", "write 0", "write 20", "close"])(
    "returns the iterator of a stream when %s fails",
    async (event) => {
      const log = eventLog();
      log.failAt(event, disk);
      const error = await rejection(copy(log.streamingSource(pattern(30), 10), log.sink()));
      expect(error).toBe(disk);
      expect(log.events).toContain("returned");
      expect(log.events).toContain("abort");
    },
  );

  it("tells the first failure, whatever the abort of the sink does", async () => {
    const sink: ByteSink = { ...memorySink(), write: () => Promise.reject(disk) };
    const later = new Error("the abort failed too");
    sink.abort = () => Promise.reject(later);
    expect(await rejection(copy(memorySource(pattern(5)), sink))).toBe(disk);
    sink.abort = () => {
      throw later;
    };
    expect(await rejection(copy(memorySource(pattern(5)), sink))).toBe(disk);
  });

  it("aborts the sink when its progress is not wanted any more", async () => {
    const log = eventLog();
    const onProgress = () => {
      throw disk;
    };
    expect(await rejection(copy(log.source(pattern(30)), log.sink(), { onProgress }))).toBe(disk);
    expect(log.events.at(-1)).toBe("abort");
  });

  it("aborts the sink when the source has no stream after all", async () => {
    const log = eventLog();
    const source: ByteSource = { ...memorySource(pattern(30)) };
    source.stream = () => {
      throw disk;
    };
    expect(await rejection(copy(source, log.sink()))).toBe(disk);
    expect(log.events).toEqual(["abort"]);
  });

  it("does not take a stream that ends early for a whole one", async () => {
    const log = eventLog();
    const source: ByteSource = {
      size: 30,
      name: "cut.wav",
      read: async () => 0,
      async *stream() {
        yield pattern(20);
      },
    };
    const error = await failure(copy(source, log.sink()));
    expect(error.code).toBe("stream/unexpected-end");
    expect(error.message).toBe(
      "cut.wav ended early: wanted 10 bytes at offset 20, got 0 (its size was 30 bytes when it was opened)",
    );
    expect(log.events).not.toContain("close");
    expect(log.events.at(-1)).toBe("abort");
  });

  it.each<[CopyOptions, string]>([
    [{ blockSize: 0 }, "options.blockSize, when provided, must be a positive integer, got 0"],
    [{ blockSize: 1.5 }, "options.blockSize, when provided, must be a positive integer, got 1.5"],
    [
      { blockSize: 10, buffer: new Uint8Array(19) },
      "options.buffer, when provided, must be at least two blocks (20 bytes) long, got 19",
    ],
    [
      { buffer: new Uint8Array(1) },
      "options.buffer, when provided, must be at least two blocks (2 bytes) long, got 1",
    ],
  ])("aborts the sink, which nobody else would, when it refuses an option: %#", async (options, message) => {
    const log = eventLog();
    const error = await failure(copy(log.source(pattern(30)), log.sink(), options));
    expect(error.code).toBe("options/invalid");
    expect(error.message).toBe(message);
    expect(log.events).toEqual(["abort"]);
  });
});

describe("an aborted copy", () => {
  const reason = new Error("changed my mind");

  /** A log that hangs at this event, and a signal that fires when nothing else goes on any more. */
  function hangingAt(event: string) {
    const log = eventLog();
    log.hangAt(event);
    const controller = new AbortController();
    log.onEvent = (name) => {
      if (name === event) void settled().then(() => controller.abort(reason));
    };
    return { log, signal: controller.signal };
  }

  it("rejects with the reason and aborts the sink, whatever the moment", async () => {
    const moments = fc.record({ after: fc.nat(30), streams: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(moments, async ({ after, streams }) => {
        const log = eventLog();
        const controller = new AbortController();
        let events = 0;
        let closing = false;
        log.onEvent = (event) => {
          closing ||= event === "close";
          if (events++ === after && !closing) controller.abort(reason);
        };
        const source = streams ? log.streamingSource(pattern(50), 7) : log.source(pattern(50));
        const copied = copy(source, log.sink(), { blockSize: 7, signal: controller.signal });
        if (!(await settledAs(copied, reason))) {
          // It was over before the moment came.
          expect(controller.signal.aborted).toBe(false);
          expect(log.events).toContain("close");
          return;
        }
        expect(log.events).toContain("abort");
        expect(log.events).not.toContain("close");
        if (streams) expect(log.events).toContain("returned");
      }),
      { numRuns: 200 },
    );
  });

  it("has nothing to begin with when it was aborted before", async () => {
    const log = eventLog();
    const signal = AbortSignal.abort(reason);
    expect(await rejection(copy(log.source(pattern(30)), log.sink(), { signal }))).toBe(reason);
    expect(log.events).toEqual(["abort"]);
  });

  it.each(["read 0", "read 20", "write 0", "write 10"])(
    "does not wait for %s that never answers",
    async (event) => {
      const { log, signal } = hangingAt(event);
      const copied = copy(log.source(pattern(30)), log.sink(), { blockSize: 10, signal });
      expect(await rejection(copied)).toBe(reason);
      expect(log.events.at(-1)).toBe("abort");
    },
  );

  it.each(["pull 0", "pull 20"])("does not wait for %s of a stream that never answers", async (event) => {
    const { log, signal } = hangingAt(event);
    const copied = copy(log.streamingSource(pattern(30), 10), log.sink(), { signal });
    expect(await rejection(copied)).toBe(reason);
    expect(log.events).toContain("returned");
    expect(log.events).toContain("abort");
  });

  it("hands its signal to the source", async () => {
    const controller = new AbortController();
    const signals: unknown[] = [];
    const source: ByteSource = {
      size: 5,
      read: async (_offset, into, signal) => {
        signals.push(signal);
        return into.length;
      },
    };
    await copy(source, memorySink(), { signal: controller.signal });
    expect(signals).toEqual([controller.signal]);
  });

  it("may fail later without anybody listening", async () => {
    const log = eventLog();
    log.failAt("read 10", new Error("late"));
    log.failAt("write 0", new Error("late"));
    const controller = new AbortController();
    log.onEvent = (event) => event === "write 0" && controller.abort(reason);
    const copied = copy(log.source(pattern(30)), log.sink(), { blockSize: 10, signal: controller.signal });
    expect(await rejection(copied)).toBe(reason);
    // A rejection that nobody handles is told of after the microtasks of a turn, and fails the whole run.
    await settled();
  });

  it("leaves no listener at the signal", async () => {
    const controller = new AbortController();
    let listeners = 0;
    const { signal } = controller;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners++;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners--;
      remove(...args);
    };
    await copy(memorySource(pattern(1000)), memorySink(), { blockSize: 10, signal });
    expect(listeners).toBe(0);
  });
});

describe("the memory of a copy", () => {
  it("is not taken for blocks that a small source cannot fill", async () => {
    const sink = memorySink();
    await copy(memorySource(pattern(5)), sink, { blockSize: 2 ** 40 });
    expect(sameBytes(sink.bytes(), pattern(5))).toBe(true);
  });

  it("that cannot be had ends in a failure that aborts the sink", async () => {
    const log = eventLog();
    const huge: ByteSource = { size: 2 ** 45, read: async () => 0 };
    expect(await rejection(copy(huge, log.sink(), { blockSize: 2 ** 44 }))).toBeInstanceOf(RangeError);
    expect(log.events).toEqual(["abort"]);
    expect(await failureCode(copy(huge, memorySink()))).toBe("stream/unexpected-end");
  });
});

/** Whether the promise is rejected with `reason`; fails the test when it is rejected with something else. */
async function settledAs(promise: Promise<unknown>, reason: unknown): Promise<boolean> {
  try {
    await promise;
    return false;
  } catch (error) {
    expect(error).toBe(reason);
    return true;
  }
}
