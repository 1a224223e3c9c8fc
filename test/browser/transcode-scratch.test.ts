import { expect, inject, test } from "vitest";
import { blobSource } from "../../src/stream/blob-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { ENCODED, SOUND } from "./transcode-formats.ts";
import { decoded, digest, encoded, scratchNames, withTranscoder } from "./transcode-page.ts";

const sound = steadySound(SOUND.seconds, SOUND.sampleRate, SOUND.channels);

/** What a page leaves that is closed while it works. */
async function leave(name: string): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle("longwave-scratch", { create: true });
  const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await writable.write("left over");
  await writable.close();
}

// The first test of this file: a page looks once, when it needs its first scratch file.
test.skipIf(inject("isIsolated"))(
  "what a closed page left is removed, what an open one uses is not",
  async () => {
    await leave("of-a-closed-page");
    await leave("of-an-open-page");
    let unlock = () => {};
    const open = new Promise<void>((resolve) => {
      unlock = resolve;
    });
    const held = navigator.locks.request("longwave-scratch/of-an-open-page", () => open);
    await withTranscoder((page) => encoded(page, steadySound(1, 8000, 1), "mp3"));
    await expect.poll(scratchNames).toEqual(["of-an-open-page"]);
    unlock();
    await held;
    const root = await navigator.storage.getDirectory();
    await root.removeEntry("longwave-scratch", { recursive: true });
  },
);

test("nothing is left in the page's file system", async () => {
  await withTranscoder(async (page) => {
    const file = await encoded(page, sound, "flac");
    const memory = memorySource(new Uint8Array(await file.arrayBuffer()), "sound.flac");
    await decoded(page, memory, 2);
    const media = await page.openMedia(memory);
    await media.read(0, [new Float32Array(100), new Float32Array(100)]);
    expect((await scratchNames()).length).toBe(inject("isIsolated") ? 0 : 1);
    await media.close();
  });
  await expect.poll(scratchNames).toEqual([]);
});

test.skipIf(inject("isIsolated")).each(ENCODED)(
  "a page without a file system makes the same %s",
  async (format) => {
    const { prototype } = FileSystemFileHandle;
    const method = Object.getOwnPropertyDescriptor(prototype, "createWritable") as PropertyDescriptor;
    Reflect.deleteProperty(prototype, "createWritable");
    try {
      await withTranscoder(async (page) => {
        const file = await encoded(page, sound, format);
        expect(await digest(file)).toBe(inject("digests")[format]);
        const source = memorySource(new Uint8Array(await file.arrayBuffer()), file.name);
        expect(await digest(await decoded(page, source))).toBe(inject("digests")[`${format} to wav`]);
      });
    } finally {
      Object.defineProperty(prototype, "createWritable", method);
    }
  },
);

test("a sound of 5 GB is read where it is", async () => {
  const mebibyte = new Blob([new Uint8Array(2 ** 20)]);
  const header = rf64Header(5000 * 2 ** 20);
  const end = new Int16Array(48_000).map((_, n) => (n % 100) * 300);
  const parts = [header, ...Array.from({ length: 5000 }, () => mebibyte), end];
  const file = new File(parts, "long.wav");
  expect(file.size).toBeGreaterThan(2 ** 32);
  await withTranscoder(async (page) => {
    const media = await page.openMedia(blobSource(file));
    expect(media.warnings).toEqual([]);
    expect(media.frames).toBe((5000 * 2 ** 20) / 2 + 48_000);
    const plane = new Float32Array(48_000);
    await media.read(media.frames - 48_000, [plane]);
    expect(plane).toEqual(Float32Array.from(end, (sample) => sample / 32_768));
    await media.close();
    const sink = memorySink();
    const from = media.duration - 1;
    await page.transcode(blobSource(file), sink, { format: "flac", from });
    expect(sink.bytes().length).toBeGreaterThan(1000);
  });
});

/** EBU Tech 3306, section 3: 48 kHz, mono, 16 bits, and one more second than `bytes`. */
function rf64Header(bytes: number): ArrayBuffer {
  const data = bytes + 96_000;
  const view = new DataView(new ArrayBuffer(80));
  const text = (at: number, word: string) => {
    for (const [n, letter] of [...word].entries()) view.setUint8(at + n, letter.charCodeAt(0));
  };
  text(0, "RF64");
  view.setUint32(4, 0xffffffff, true);
  text(8, "WAVEds64");
  view.setUint32(16, 28, true);
  view.setBigUint64(20, BigInt(data + 72), true);
  view.setBigUint64(28, BigInt(data), true);
  view.setBigUint64(36, BigInt(data / 2), true);
  text(48, "fmt ");
  view.setUint32(52, 16, true);
  view.setUint16(56, 1, true);
  view.setUint16(58, 1, true);
  view.setUint32(60, 48_000, true);
  view.setUint32(64, 96_000, true);
  view.setUint16(68, 2, true);
  view.setUint16(70, 16, true);
  text(72, "data");
  view.setUint32(76, 0xffffffff, true);
  return view.buffer as ArrayBuffer;
}
