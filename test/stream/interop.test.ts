import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { copy } from "../../src/stream/copy.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { drain, readableFrom } from "../../src/stream/readable.ts";
import { writableSink } from "../../src/stream/writable-sink.ts";
import { eventLog } from "../helpers/event-log.ts";
import { failure, rejection } from "../helpers/failure.ts";
import { joined, pattern, sameBytes } from "../helpers/pattern.ts";
import { settled } from "../helpers/settled.ts";
import { withStream } from "../helpers/streaming-source.ts";

const bytes = pattern(300_000);
const reason = new Error("changed my mind");

async function drained(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const sink = memorySink();
  await drain(stream, sink);
  return sink.bytes();
}

describe("a source as a ReadableStream", () => {
  it("is the body of a Response", async () => {
    const body = await new Response(readableFrom(memorySource(bytes)) as BodyInit).arrayBuffer();
    expect(sameBytes(new Uint8Array(body), bytes)).toBe(true);
  });

  it("gives a range", async () => {
    const stream = readableFrom(memorySource(bytes), { from: 1000, to: 200_000 });
    expect(sameBytes(await drained(stream), bytes.subarray(1000, 200_000))).toBe(true);
    const streamed = readableFrom(withStream(memorySource(bytes), 777), { from: 1000, to: 200_000 });
    expect(sameBytes(await drained(streamed), bytes.subarray(1000, 200_000))).toBe(true);
    expect(await drained(readableFrom(memorySource(bytes), { from: 5, to: 5 }))).toEqual(new Uint8Array());
  });

  it("refuses a range that the source does not have", () => {
    expect(() => readableFrom(memorySource(bytes), { from: 5, to: 300_001 })).toThrow(
      "expected 0 <= from <= to <= 300000, got from 5 to 300001",
    );
  });

  it("goes through CompressionStream and back unharmed", async () => {
    const packed = readableFrom(memorySource(bytes)).pipeThrough(
      new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>,
    );
    const unpacked = packed.pipeThrough(
      new DecompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>,
    );
    expect(sameBytes(await drained(unpacked), bytes)).toBe(true);
  });

  it("gives pieces that stay as they are while later ones are read", async () => {
    const pieces: Uint8Array[] = [];
    for await (const piece of readableFrom(memorySource(bytes))) pieces.push(piece);
    expect(sameBytes(joined(...pieces), bytes)).toBe(true);
  });

  it("reads only as fast as it is drained", async () => {
    const log = eventLog();
    const reader = readableFrom(log.source(bytes)).getReader();
    await settled();
    const reads = () => log.events.filter((event) => /^read \d+$/.test(event)).length;
    expect(reads()).toBe(1);
    await reader.read();
    await settled();
    expect(reads()).toBe(2);
    await reader.cancel();
    await settled();
    expect(reads()).toBe(2);
  });

  it("fails with the failure of its source, as it is", async () => {
    const log = eventLog();
    log.failAt("read 65536", reason);
    expect(await rejection(drained(readableFrom(log.source(bytes))))).toBe(reason);
  });

  it("fails when the source ends early", async () => {
    const short: ByteSource = { size: 100, read: async () => 50 };
    expect((await failure(drained(readableFrom(short)))).code).toBe("stream/unexpected-end");
  });

  it("aborts the read under way when it is cancelled", async () => {
    let seen: AbortSignal | undefined;
    const source: ByteSource = {
      size: 100,
      read: (_offset, _into, signal) => {
        seen = signal;
        return new Promise(() => {});
      },
    };
    const stream = readableFrom(source);
    await settled();
    await stream.cancel(reason);
    expect(seen?.reason).toBe(reason);
  });

  it("returns the iterator of a source's stream when it is cancelled between two pieces", async () => {
    const log = eventLog();
    const stream = readableFrom(log.streamingSource(bytes, 1000));
    await settled();
    await stream.cancel(reason);
    await settled();
    expect(log.events).toContain("returned");
  });
});

describe("draining a ReadableStream into a sink", () => {
  it("takes what a Response brings, and says how much it was", async () => {
    const sink = memorySink();
    const steps: unknown[] = [];
    const { body } = new Response(bytes);
    const moved = await drain(body as ReadableStream<Uint8Array>, sink, {
      onProgress: (step) => steps.push(step),
    });
    expect(moved).toBe(bytes.length);
    expect(sameBytes(sink.bytes(), bytes)).toBe(true);
    expect(steps.at(-1)).toEqual({ bytes: bytes.length });
  });

  it("pulls only as fast as the sink takes it", async () => {
    let pulls = 0;
    const stream = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          pulls++;
          controller.enqueue(new Uint8Array(10));
        },
      },
      { highWaterMark: 0 },
    );
    const log = eventLog();
    log.hangAt("write 10");
    const controller = new AbortController();
    const draining = drain(stream, log.sink(), { signal: controller.signal });
    await settled();
    // Written, being written, read ahead.
    expect(pulls).toBe(3);
    controller.abort(reason);
    expect(await rejection(draining)).toBe(reason);
  });

  it("cancels the stream and aborts the sink when it is aborted, though the stream never answers", async () => {
    let cancelled: unknown;
    const controller = new AbortController();
    const stuck = new ReadableStream<Uint8Array>({
      async pull() {
        await settled();
        controller.abort(reason);
        await new Promise(() => {});
      },
      cancel(why) {
        cancelled = why;
        return new Promise(() => {});
      },
    });
    const log = eventLog();
    expect(await rejection(drain(stuck, log.sink(), { signal: controller.signal }))).toBe(reason);
    expect(cancelled).toBe(reason);
    expect(log.events.at(-1)).toBe("abort");
  });

  it("passes on the failure of the stream as it is, and aborts the sink", async () => {
    const failing = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(reason);
      },
    });
    const log = eventLog();
    expect(await rejection(drain(failing, log.sink()))).toBe(reason);
    expect(log.events).toEqual(["abort"]);
  });

  it("passes on the failure of the sink as it is, and cancels the stream", async () => {
    let cancelled: unknown;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(10)),
      cancel(why) {
        cancelled = why;
      },
    });
    const log = eventLog();
    log.failAt("write 20", reason);
    expect(await rejection(drain(stream, log.sink()))).toBe(reason);
    expect(cancelled).toBe(reason);
  });

  it("aborts the sink when somebody else reads the stream already", async () => {
    const stream = new ReadableStream<Uint8Array>();
    stream.getReader();
    const log = eventLog();
    expect(await rejection(drain(stream, log.sink()))).toBeInstanceOf(TypeError);
    expect(log.events).toEqual(["abort"]);
  });
});

describe("a WritableStream as a sink", () => {
  it("takes a copy through a stream that is in no hurry, though the copy reuses its memory", async () => {
    // The pipe holds pieces long after their write is done.
    const pipe = new TransformStream<Uint8Array, Uint8Array>(
      {},
      { highWaterMark: 100 },
      { highWaterMark: 100 },
    );
    const copying = copy(memorySource(bytes), writableSink(pipe.writable), { blockSize: 5000 });
    await settled();
    expect(sameBytes(await drained(pipe.readable), bytes)).toBe(true);
    await copying;
  });

  it("compresses on the way", async () => {
    const packing = new CompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>;
    const copying = copy(memorySource(bytes), writableSink(packing.writable), { blockSize: 5000 });
    const unpacked = packing.readable.pipeThrough(
      new DecompressionStream("gzip") as ReadableWritablePair<Uint8Array, Uint8Array>,
    );
    expect(sameBytes(await drained(unpacked), bytes)).toBe(true);
    await copying;
  });

  it("holds the copy back until it takes more", async () => {
    let release: (() => void) | undefined;
    const slow = new WritableStream<Uint8Array>({
      write: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    const log = eventLog();
    const copying = copy(log.source(pattern(40)), writableSink(slow), { blockSize: 10 });
    await settled();
    expect(log.events.filter((event) => /^read \d+$/.test(event))).toEqual(["read 0", "read 10"]);
    for (let turn = 0; turn < 4; turn++) {
      release?.();
      await settled();
    }
    expect(await copying).toBe(40);
  });

  it("is closed with the copy, has no way back, and hears of an abort", async () => {
    const heard: unknown[] = [];
    const stream = () =>
      new WritableStream<Uint8Array>({
        close: () => void heard.push("close"),
        abort: (why) => void heard.push(why),
      });
    expect(writableSink(stream())).not.toHaveProperty("patch");
    await copy(memorySource(bytes), writableSink(stream()));
    expect(heard).toEqual(["close"]);
    const log = eventLog();
    log.failAt("read 0", reason);
    expect(await rejection(copy(log.source(bytes), writableSink(stream())))).toBe(reason);
    await settled();
    expect(heard).toEqual(["close", reason]);
  });

  it("does nothing on an abort after its close, or on a second one", async () => {
    const heard: unknown[] = [];
    const stream = () => new WritableStream<Uint8Array>({ abort: (why) => void heard.push(why) });
    const closed = writableSink(stream());
    await closed.close();
    await closed.abort("late");
    const aborted = writableSink(stream());
    await aborted.abort("once");
    await aborted.abort("twice");
    await settled();
    expect(heard).toEqual(["once"]);
  });

  it("passes on its failure as it is", async () => {
    const failing = new WritableStream<Uint8Array>({ write: () => Promise.reject(reason) });
    expect(await rejection(copy(memorySource(bytes), writableSink(failing)))).toBe(reason);
  });

  it("that is stuck in a write does not hold up a copy that is told to stop", async () => {
    const controller = new AbortController();
    const stuck = new WritableStream<Uint8Array>({
      async write() {
        await settled();
        controller.abort(reason);
        await new Promise(() => {});
      },
    });
    const copying = copy(memorySource(bytes), writableSink(stuck), { signal: controller.signal });
    expect(await rejection(copying)).toBe(reason);
  });
});

describe("a round trip", () => {
  it("source, stream, sink, source, stream, sink gives the bytes", async () => {
    const once = memorySource(await drained(readableFrom(memorySource(bytes))));
    const pipe = new TransformStream<Uint8Array, Uint8Array>();
    const [, twice] = await Promise.all([copy(once, writableSink(pipe.writable)), drained(pipe.readable)]);
    expect(sameBytes(twice, bytes)).toBe(true);
  });
});
