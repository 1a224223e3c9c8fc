import { expect, inject, onTestFinished, test } from "vitest";
import { blobSource } from "../../src/stream/blob-source.ts";
import { httpSource } from "../../src/stream/http-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { writableSink } from "../../src/stream/writable-sink.ts";
import type { Media } from "../../src/transcode/index.ts";
import { failureCode } from "../helpers/failure.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { ENCODED, SOUND } from "./transcode-formats.ts";
import { decoded, digest, encoded, withTranscoder } from "./transcode-page.ts";

const RATE = 48_000;

async function samplesOf(media: Media, start: number, frames: number): Promise<Float32Array> {
  const planes = Array.from({ length: media.channels }, () => new Float32Array(frames));
  expect(await media.read(start, planes)).toBe(frames);
  return planes[0] as Float32Array;
}

test("these pages share memory with their workers, or do not, as they are told", () => {
  expect(crossOriginIsolated).toBe(inject("isIsolated"));
});

test("an opened recording says what it holds", async () => {
  await withTranscoder(async (page) => {
    const sink = memorySink();
    const chapters = [
      { start: 0, end: 1, title: "One" },
      { start: 1, end: 3, title: "Two" },
    ];
    const cover = { mimeType: "image/jpeg", bytes: await picture() } as const;
    const options = { format: "m4b", tags: { title: "Steady", artist: "Nobody" }, chapters, cover } as const;
    await page.encodeMedia(steadySound(3, RATE, 2), sink, options);
    const media = await page.openMedia(blobSource(new File([sink.bytes()], "book.m4b")));
    expect(media.container).toMatch(/^m4[ab]$/);
    expect(media).toMatchObject({ duration: 3, sampleRate: RATE, channels: 2, chapters, warnings: [] });
    expect(media.tags).toMatchObject(options.tags);
    expect((await media.cover())?.bytes).toEqual(cover.bytes);
    await media.close();
    expect(await failureCode(media.read(0, [new Float32Array(1), new Float32Array(1)]))).toBe("media/closed");
  });
});

test.each([...ENCODED, "mka"] as const)(
  "a window of %s at 7.3 s is that of the whole, and so is one behind it and before it",
  async (format) => {
    await withTranscoder(async (page) => {
      const file = await encoded(page, steadySound(14, RATE, 1), format);
      const media = await page.openMedia(blobSource(file));
      const whole = await samplesOf(media, 0, 14 * RATE);
      expect(whole.some((sample) => Math.abs(sample) > 0.1)).toBe(true);
      await media.close();
      const again = await page.openMedia(blobSource(file));
      for (const seconds of [7.3, 11.7, 2.1]) {
        const start = Math.round(seconds * RATE);
        expect(await samplesOf(again, start, RATE)).toEqual(whole.subarray(start, start + RATE));
      }
      await again.close();
    });
  },
);

test("a recording at a URL is the recording", async () => {
  await withTranscoder(async (page) => {
    const source = await httpSource(inject("remoteMedia"));
    const wav = await decoded(page, source);
    expect(await digest(wav)).toBe(inject("digests")["m4a to wav"]);
    const media = await page.openMedia(source);
    expect((await samplesOf(media, 5 * RATE, 100)).length).toBe(100);
    await media.close();
  });
});

test("a sink that cannot go back is given a file all the same", async () => {
  await withTranscoder(async (page) => {
    const { write, close, abort, bytes } = memorySink();
    await page.encodeMedia(steadySound(3, RATE, 1), { write, close, abort }, { format: "m4a" });
    const media = await page.openMedia(blobSource(new File([bytes()], "fragments.m4a")));
    expect(media.duration).toBeCloseTo(3, 1);
    await media.close();
  });
});

test("the packets of a recording that does not say how long it is are counted", async () => {
  await withTranscoder(async (page) => {
    const { write, close, abort, bytes } = memorySink();
    await page.encodeMedia(steadySound(3, RATE, 1), { write, close, abort }, { format: "flac" });
    const media = await page.openMedia(blobSource(new File([bytes()], "unknown.flac")));
    expect(media.frames).toBe(3 * RATE);
    await media.close();
  });
});

test("several workers write the same WAV as one", async () => {
  const started = countedWorkers();
  await withTranscoder(async (page) => {
    const file = await encoded(page, steadySound(185, 16_000, 1), "flac");
    const decodedBy = async (workers: number) => {
      // None is there before, so that as many are started as decode.
      page.close();
      const before = started();
      const wav = await decoded(page, blobSource(file), workers);
      return { wav, threads: started() - before };
    };
    const one = await decodedBy(1);
    const three = await decodedBy(3);
    // Pages that share no memory end a worker whose part is done early, and may start another in its place.
    expect(one.threads).toBeLessThan(3);
    expect(three.threads).toBeGreaterThanOrEqual(3);
    expect(one.wav.length).toBeGreaterThan(185 * 16_000 * 2);
    expect(await digest(three.wav)).toBe(await digest(one.wav));
    const root = await navigator.storage.getDirectory();
    const target = await root.getFileHandle("three.wav", { create: true });
    const sink = writableSink(await target.createWritable());
    await page.transcode(blobSource(file), sink, { format: "wav", workers: 3 });
    expect(await digest(await target.getFile())).toBe(await digest(one.wav));
    await root.removeEntry("three.wav");
  });
});

test.each([
  ["an empty file", new Uint8Array(0), "media/empty"],
  [
    "a text",
    new TextEncoder().encode("this is no recording at all, but a text ".repeat(99)),
    "media/not-media",
  ],
])("%s is refused", async (_, bytes, code) => {
  await withTranscoder(async (page) => {
    expect(await failureCode(page.openMedia(blobSource(new Blob([bytes]))))).toBe(code);
  });
});

test("a file that ends early is read with a warning", async () => {
  await withTranscoder(async (page) => {
    const file = await encoded(page, steadySound(SOUND.seconds, RATE, 2), "flac");
    const media = await page.openMedia(blobSource(file.slice(0, file.size / 2)));
    await samplesOf(media, 0, media.frames);
    expect(media.warnings.map(({ code }) => code)).toContain("media/shorter-than-declared");
    await media.close();
  });
});

/** Tells how many workers the page has started since. Those of the platform are started as ever. */
function countedWorkers(): () => number {
  const { Worker } = globalThis;
  let count = 0;
  globalThis.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      count += 1;
    }
  };
  onTestFinished(() => {
    globalThis.Worker = Worker;
  });
  return () => count;
}

/** A picture of the page's own making. */
async function picture(): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(8, 8);
  canvas.getContext("2d")?.fillRect(0, 0, 4, 4);
  const blob = await canvas.convertToBlob({ type: "image/jpeg" });
  return new Uint8Array(await blob.arrayBuffer());
}
