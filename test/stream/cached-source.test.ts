import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { type CachedSourceOptions, cachedSource } from "../../src/stream/cached-source.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { joined, sameBytes } from "../helpers/pattern.ts";
import { virtualBytes } from "../helpers/virtual-entity.ts";

type Range = [from: number, to: number];

/** A source of virtual bytes that writes down what it is asked for, and answers when it is told to. */
function recorded(size: number) {
  const asked: Range[] = [];
  const signals: AbortSignal[] = [];
  const control = {
    /** Reads wait for this. */
    gate: Promise.resolve(),
    failure: undefined as Error | undefined,
  };
  const source: ByteSource = {
    size,
    name: "take.wav",
    async read(offset, into, signal) {
      asked.push([offset, offset + into.length]);
      if (signal) signals.push(signal);
      const { failure } = control;
      await control.gate;
      signal?.throwIfAborted();
      if (failure) throw failure;
      const count = Math.min(into.length, size - offset);
      into.set(virtualBytes(offset, count));
      return count;
    },
  };
  return { source, asked, signals, control };
}

function gate() {
  let open = (): void => {};
  const promise = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

async function readRange(source: ByteSource, from: number, to: number, signal?: AbortSignal): Promise<void> {
  const into = new Uint8Array(to - from);
  expect(await source.read(from, into, signal)).toBe(to - from);
  expect(sameBytes(into, virtualBytes(from, to - from))).toBe(true);
}

const small: CachedSourceOptions = { blockSize: 100, maxBytes: 4000, readAhead: 0 };

describe("cached blocks", () => {
  it("are fetched once, whole", async () => {
    const { source, asked } = recorded(10_000);
    const cached = cachedSource(source, small);
    await readRange(cached, 250, 260);
    await readRange(cached, 200, 300);
    expect(asked).toEqual([[200, 300]]);
  });

  it("end with the source", async () => {
    const { source, asked } = recorded(1050);
    const cached = cachedSource(source, small);
    const into = new Uint8Array(100);
    expect(await cached.read(1040, into)).toBe(10);
    expect(await cached.read(1050, into)).toBe(0);
    expect(await cached.read(5000, into)).toBe(0);
    expect(asked).toEqual([[1000, 1050]]);
  });

  it("are fetched with their missing neighbours in one read, around those that are there", async () => {
    const { source, asked } = recorded(10_000);
    const cached = cachedSource(source, small);
    await readRange(cached, 400, 500);
    await readRange(cached, 150, 850);
    expect(asked).toEqual([
      [400, 500],
      [100, 400],
      [500, 900],
    ]);
  });

  it("give way in the order in which they were last used", async () => {
    const { source, asked } = recorded(10_000);
    const cached = cachedSource(source, { blockSize: 100, maxBytes: 300, readAhead: 0 });
    for (const block of [0, 2, 4]) await readRange(cached, block * 100, block * 100 + 10);
    await readRange(cached, 0, 10);
    await readRange(cached, 600, 610); // takes the place of block 2
    asked.length = 0;
    await readRange(cached, 0, 10);
    await readRange(cached, 400, 410);
    expect(asked).toEqual([]);
    await readRange(cached, 200, 210);
    expect(asked).toEqual([[200, 300]]);
  });

  it("are passed by when more than a quarter of them all is read", async () => {
    const { source, asked } = recorded(10_000);
    const cached = cachedSource(source, small);
    await readRange(cached, 50, 1050);
    await readRange(cached, 5050, 6051);
    await readRange(cached, 5050, 6051);
    expect(asked).toEqual([
      [0, 1100],
      [5050, 6051],
      [5050, 6051],
    ]);
  });

  it("are not harmed by a caller who overwrites what was read", async () => {
    const cached = cachedSource(recorded(1000).source, small);
    const into = new Uint8Array(100);
    await cached.read(0, into);
    into.fill(0);
    await readRange(cached, 0, 100);
  });
});

describe("reads at the same time", () => {
  it("share the fetch of a block", async () => {
    const { source, asked, control } = recorded(10_000);
    const cached = cachedSource(source, small);
    const { promise, open } = gate();
    control.gate = promise;
    const all = Promise.all([
      readRange(cached, 0, 10),
      readRange(cached, 90, 100),
      readRange(cached, 50, 350), // its first block is on the way already
    ]);
    open();
    await all;
    expect(asked).toEqual([
      [0, 100],
      [100, 400],
    ]);
  });

  it("fail together, and the failure is not kept", async () => {
    const { source, asked, control } = recorded(10_000);
    const cached = cachedSource(source, small);
    control.failure = new Error("the disk is gone");
    const results = await Promise.allSettled([
      cached.read(0, new Uint8Array(10)),
      cached.read(10, new Uint8Array(10)),
    ]);
    for (const result of results) expect(result).toEqual({ status: "rejected", reason: control.failure });
    control.failure = undefined;
    await readRange(cached, 0, 10);
    expect(asked).toEqual([
      [0, 100],
      [0, 100],
    ]);
  });

  it("survive the abort of the one who started the fetch", async () => {
    const { source, signals, control } = recorded(10_000);
    const cached = cachedSource(source, small);
    const { promise, open } = gate();
    control.gate = promise;
    const first = new AbortController();
    const leaving = readRange(cached, 0, 10, first.signal);
    const staying = readRange(cached, 20, 30, new AbortController().signal);
    first.abort(new Error("changed my mind"));
    await expect(leaving).rejects.toThrow("changed my mind"); // though the fetch still waits
    expect(signals[0]?.aborted).toBe(false);
    open();
    await staying;
  });

  it("abort the fetch when the last of them has given up, and the next read starts anew", async () => {
    const { source, asked, signals, control } = recorded(10_000);
    const cached = cachedSource(source, small);
    const { promise, open } = gate();
    control.gate = promise;
    const controllers = [new AbortController(), new AbortController()];
    const reads = controllers.map(({ signal }) => readRange(cached, 0, 10, signal));
    const settled = Promise.allSettled(reads);
    for (const controller of controllers) controller.abort(new Error("enough"));
    await settled;
    expect(signals[0]?.reason).toEqual(new Error("enough"));
    const again = readRange(cached, 0, 10);
    open();
    await again;
    expect(asked).toEqual([
      [0, 100],
      [0, 100],
    ]);
  });

  it("do not touch the buffer of a read that has failed", async () => {
    const { source, control } = recorded(10_000);
    const cached = cachedSource(source, small);
    await readRange(cached, 100, 200);
    const { promise, open } = gate();
    control.gate = promise;
    const controller = new AbortController();
    const into = new Uint8Array(300);
    const reading = cached.read(0, into, controller.signal);
    const other = readRange(cached, 0, 300);
    controller.abort(new Error("enough"));
    await expect(reading).rejects.toThrow("enough");
    open();
    await other;
    expect(into.every((byte) => byte === 0)).toBe(true);
  });
});

describe("reading ahead", () => {
  const options: CachedSourceOptions = { blockSize: 100, maxBytes: 100_000, readAhead: 1000 };

  it("goes further with each run of one who reads in sequence, up to readAhead", async () => {
    const { source, asked } = recorded(10_000);
    const cached = cachedSource(source, options);
    for (let from = 0; from < 5000; from += 50) await readRange(cached, from, from + 50);
    expect(asked).toEqual([
      [0, 100],
      [100, 400],
      [400, 900],
      [900, 1800],
      [1800, 2900],
      [2900, 4000],
      [4000, 5100],
    ]);
  });

  it("does not happen for one who jumps", async () => {
    const { source, asked } = recorded(10_000);
    const cached = cachedSource(source, options);
    for (const from of [0, 500, 300, 900, 700]) await readRange(cached, from, from + 50);
    expect(asked.every(([from, to]) => to - from === 100)).toBe(true);
  });

  it("stops at the end of the source and at what is there already", async () => {
    const { source, asked } = recorded(1050);
    const cached = cachedSource(source, options);
    await readRange(cached, 500, 600);
    await readRange(cached, 200, 300);
    await readRange(cached, 300, 400);
    await readRange(cached, 850, 950);
    await readRange(cached, 950, 1050);
    expect(asked).toEqual([
      [500, 600],
      [200, 300],
      [300, 500],
      [800, 1000],
      [1000, 1050],
    ]);
  });

  it("is left out after a failure, which may lie ahead", async () => {
    const { source, asked, control } = recorded(10_000);
    const cached = cachedSource(source, options);
    await readRange(cached, 0, 100);
    control.failure = new Error("bad sector");
    await expect(readRange(cached, 100, 200)).rejects.toThrow("bad sector");
    control.failure = undefined;
    await readRange(cached, 100, 200);
    expect(asked).toEqual([
      [0, 100],
      [100, 400],
      [100, 200],
    ]);
  });
});

describe("a cached source", () => {
  it("gives the bytes of the plain source for any sequence of reads, and never holds more than maxBytes", async () => {
    const bytes = virtualBytes(0, 3000);
    const plain = memorySource(bytes);
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 300 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.integer({ min: 0, max: 1000 }),
        fc.array(
          fc.record({
            offset: fc.option(fc.integer({ min: 0, max: 3100 }), { nil: undefined }), // undefined goes on in sequence
            length: fc.integer({ min: 0, max: 700 }),
            wait: fc.boolean(),
          }),
          { maxLength: 30 },
        ),
        async (blockSize, more, readAhead, reads) => {
          const maxBytes = Math.max(4, blockSize + more);
          let offline = false;
          const inner: ByteSource = {
            size: plain.size,
            async read(offset, into, signal) {
              if (offline) throw new Error("offline");
              return plain.read(offset, into, signal);
            },
          };
          const cached = cachedSource(inner, { blockSize, maxBytes, readAhead });
          const running: Promise<void>[] = [];
          let at = 0;
          for (const { offset = at, length, wait } of reads) {
            const into = new Uint8Array(length);
            const read = cached.read(offset, into).then((count) => {
              expect(into.subarray(0, count)).toEqual(bytes.subarray(offset, offset + length));
            });
            running.push(read);
            at = offset + length;
            if (wait) await read;
          }
          await Promise.all(running);

          offline = true; // what can still be read is what is held
          let held = 0;
          for (let start = 0; start < plain.size; start += blockSize) {
            const hit = await cached.read(start, new Uint8Array(1)).catch(() => 0);
            if (hit === 1) held += Math.min(blockSize, plain.size - start);
          }
          expect(held).toBeLessThanOrEqual(maxBytes);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("has the size and the name of the inner source", () => {
    const { source } = recorded(10);
    expect(cachedSource(source)).toMatchObject({ size: 10, name: "take.wav" });
    expect(cachedSource(memorySource(new Uint8Array(3)))).not.toHaveProperty("name");
  });

  it("streams only where the inner source does, past the cache", async () => {
    const { source } = recorded(10_000);
    expect(cachedSource(source)).not.toHaveProperty("stream");

    const streamed: Range[] = [];
    const cached = cachedSource(
      {
        ...source,
        async *stream(from, to) {
          streamed.push([from, to]);
          yield virtualBytes(from, to - from);
        },
      },
      small,
    );
    await readRange(cached, 100, 300);
    const pieces: Uint8Array[] = [];
    for await (const piece of cached.stream!(150, 9000)) pieces.push(piece);
    expect(sameBytes(joined(...pieces), virtualBytes(150, 8850))).toBe(true);
    expect(streamed).toEqual([[300, 9000]]); // the blocks at its start were there
    for (const piece of pieces) piece.fill(0);
    await readRange(cached, 100, 300);
    expect(() => cached.stream!(0, 10_001)).toThrow("expected 0 <= from <= to <= 10000, got from 0 to 10001");
  });

  it("closes the inner source", async () => {
    const close = vi.fn(async () => {});
    await cachedSource({ ...recorded(10).source, close }).close?.();
    expect(close).toHaveBeenCalledOnce();
    await cachedSource(recorded(10).source).close?.();
  });

  it("says so when the inner source ends before its size, and keeps nothing of it", async () => {
    const inner: ByteSource = { size: 1000, read: async () => 7 };
    await expect(cachedSource(inner, small).read(0, new Uint8Array(10))).rejects.toMatchObject({
      code: "stream/unexpected-end",
    });
  });

  it("makes no request for a signal that had fired before", async () => {
    const { source, asked } = recorded(1000);
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(cachedSource(source).read(0, new Uint8Array(10), signal)).rejects.toThrow("too late");
    expect(asked).toEqual([]);
  });

  it.each([
    [{ blockSize: 0 }, "options.blockSize, when provided, must be an integer of at least 1, got 0"],
    [
      { maxBytes: 16_383 },
      "options.maxBytes, when provided, must be an integer of at least 16384, got 16383",
    ],
    [{ readAhead: 0.5 }, "options.readAhead, when provided, must be an integer of at least 0, got 0.5"],
  ])("refuses the options %o", (options, message) => {
    expect(() => cachedSource(recorded(10).source, options)).toThrow(message);
  });
});
