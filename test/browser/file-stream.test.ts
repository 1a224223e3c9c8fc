import { expect, test } from "vitest";
import { writableSink } from "../../src/stream/writable-sink.ts";
import { writeWav } from "../../src/wav/write-wav.ts";

/** A new file of the page's own, for as long as a test runs. */
async function withFile(work: (file: FileSystemFileHandle) => Promise<void>): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const name = crypto.randomUUID();
  try {
    await work(await root.getFileHandle(name, { create: true }));
  } finally {
    await root.removeEntry(name);
  }
}

async function bytesOf(file: FileSystemFileHandle): Promise<number[]> {
  return Array.from(new Uint8Array(await (await file.getFile()).arrayBuffer()));
}

test("the stream of a file can be patched and made longer, and goes on at its end", async () => {
  await withFile(async (file) => {
    const sink = writableSink(await file.createWritable());
    await sink.write(Uint8Array.of(1, 2, 3, 4));
    await sink.patch?.(1, Uint8Array.of(9));
    await sink.write(Uint8Array.of(5));
    await sink.resize?.(7);
    await sink.write(Uint8Array.of(6));
    await sink.resize?.(8);
    await sink.patch?.(5, Uint8Array.of(8));
    expect(await bytesOf(file)).toEqual([]);
    await sink.close();
    expect(await bytesOf(file)).toEqual([1, 9, 3, 4, 5, 8, 0, 6]);
  });
});

test("writes and patches of a file may be under way at once", async () => {
  await withFile(async (file) => {
    const sink = writableSink(await file.createWritable());
    await sink.resize?.(100);
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    await Promise.all(
      numbers.flatMap((n) => [
        sink.patch?.(99 - n, Uint8Array.of(99 - n)),
        sink.write(Uint8Array.of(100 + n)),
      ]),
    );
    await sink.close();
    expect(await bytesOf(file)).toEqual(Array.from({ length: 200 }, (_, n) => n));
  });
});

test("a patch behind the end of a file's stream is refused", async () => {
  await withFile(async (file) => {
    const sink = writableSink(await file.createWritable());
    await sink.write(Uint8Array.of(1, 2));
    await expect(sink.patch?.(1, Uint8Array.of(1, 2))).rejects.toThrow(
      "a patch may only change what was written",
    );
    await sink.abort();
    expect(await bytesOf(file)).toEqual([]);
  });
});

test("a WAV file that is written into a file has its sizes", async () => {
  await withFile(async (file) => {
    const sink = writableSink(await file.createWritable());
    const writer = await writeWav(sink, {
      encoding: "pcm",
      bitsPerSample: 16,
      channels: 1,
      sampleRate: 8000,
    });
    await writer.write([new Float32Array(100)]);
    await writer.close();
    const view = new DataView(await (await file.getFile()).arrayBuffer());
    expect(view.getUint32(4, true)).toBe(view.byteLength - 8);
  });
});
