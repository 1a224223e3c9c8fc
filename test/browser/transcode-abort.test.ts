import { expect, inject, test } from "vitest";
import type { AudioSource } from "../../src/audio/audio-source.ts";
import { blobSource } from "../../src/stream/blob-source.ts";
import type { ByteSink } from "../../src/stream/byte-sink.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { nextTask } from "../../src/stream/wait.ts";
import { rejection } from "../helpers/failure.ts";
import { settled } from "../helpers/settled.ts";
import { steadySound } from "../helpers/transcode-sound.ts";
import { encoded, scratchNames, withTranscoder } from "./transcode-page.ts";

const RATE = 48_000;
const REASON = new Error("enough");

/** The sink of a test, what it does at each write, and how it ended. */
function watchedSink(onWrite = (_written: number) => {}): ByteSink & { readonly isAborted: boolean } {
  const sink = memorySink();
  let written = 0;
  let isAborted = false;
  return {
    ...sink,
    write(bytes) {
      written += bytes.length;
      onWrite(written);
      return sink.write(bytes);
    },
    get isAborted() {
      return isAborted;
    },
    async abort(reason) {
      isAborted = true;
      await sink.abort(reason);
    },
  };
}

/** Waits for as long as nobody gives up, once it was asked for something. */
function stuck<T>(asked: () => void): Promise<T> {
  asked();
  return new Promise<T>(() => {});
}

async function expectNoScratch(): Promise<void> {
  await expect.poll(scratchNames, { timeout: 60_000 }).toEqual([]);
}

test("a job that is called off before it begins does not begin", async () => {
  await withTranscoder(async (page) => {
    const sink = watchedSink();
    const signal = AbortSignal.abort(REASON);
    const encoding = page.encodeMedia(steadySound(1, RATE, 1), sink, { format: "mp3", signal });
    expect(await rejection(encoding)).toBe(REASON);
    expect(sink.isAborted).toBe(true);
    await expectNoScratch();
  });
});

test.each(["mp3", "wav"] as const)("encoding %s is called off while it goes on", async (format) => {
  await withTranscoder(async (page) => {
    const file = await encoded(page, steadySound(20, RATE, 2), "flac");
    // Before ffmpeg is loaded, at the first bytes, and at later ones.
    for (const moment of [0, 1, 20_000, 100_000]) {
      const controller = new AbortController();
      const sink = watchedSink((written) => written >= moment && controller.abort(REASON));
      const job = page.transcode(blobSource(file), sink, { format, signal: controller.signal });
      if (moment === 0) controller.abort(REASON);
      expect(await rejection(job)).toBe(REASON);
      expect(sink.isAborted).toBe(true);
    }
    await expectNoScratch();
    // What was stopped is in nobody's way.
    const again = memorySink();
    await page.transcode(blobSource(file.slice()), again, { format: "opus", to: 2 });
    expect(again.bytes().length).toBeGreaterThan(1000);
  }, 1);
});

test.each(["mp3", "wav"] as const)(
  "encoding %s is called off at the first word of how far it has come",
  async (format) => {
    await withTranscoder(async (page) => {
      const seconds = 20;
      const file = await encoded(page, steadySound(seconds, RATE, 2), "flac");
      const controller = new AbortController();
      const done: number[] = [];
      let written = 0;
      const sink = watchedSink((bytes) => {
        written = bytes;
      });
      const job = page.transcode(blobSource(file), sink, {
        format,
        signal: controller.signal,
        onProgress(progress) {
          done.push(progress.seconds);
          controller.abort(REASON);
        },
      });
      expect(await rejection(job)).toBe(REASON);
      // One word, and it came while there was still something to do.
      expect(done).toEqual([expect.any(Number)]);
      expect(done[0]).toBeLessThan(seconds);
      // Pages that share no memory write into the sink when ffmpeg has ended.
      if (format === "mp3" && !inject("isIsolated")) expect(written).toBe(0);
      expect(sink.isAborted).toBe(true);
      await expectNoScratch();
    });
  },
);

test("a job is called off while its source keeps it waiting", async () => {
  await withTranscoder(async (page) => {
    const controller = new AbortController();
    const source: ByteSource = {
      size: 1e6,
      read: () => stuck(() => void settled().then(() => controller.abort(REASON))),
    };
    const sink = watchedSink();
    const job = page.transcode(source, sink, { format: "mp3", signal: controller.signal });
    expect(await rejection(job)).toBe(REASON);
    expect(sink.isAborted).toBe(true);
    await expectNoScratch();
  });
});

test("a job is called off while its sound keeps it waiting", async () => {
  await withTranscoder(async (page) => {
    const controller = new AbortController();
    const sound: AudioSource = {
      sampleRate: RATE,
      channels: 1,
      frames: RATE,
      read: () => stuck(() => void settled().then(() => controller.abort(REASON))),
    };
    const job = page.encodeMedia(sound, watchedSink(), { format: "mp3", signal: controller.signal });
    expect(await rejection(job)).toBe(REASON);
    await expectNoScratch();
  });
});

test("a job is called off while its sink keeps it waiting", async () => {
  await withTranscoder(async (page) => {
    const controller = new AbortController();
    const slow: ByteSink = {
      ...watchedSink(),
      write: () => stuck(() => void settled().then(() => controller.abort(REASON))),
    };
    const job = page.encodeMedia(steadySound(5, RATE, 1), slow, { format: "mp3", signal: controller.signal });
    expect(await rejection(job)).toBe(REASON);
    await expectNoScratch();
  });
});

test("a read is called off, and the next one has its sound all the same", async () => {
  await withTranscoder(async (page) => {
    const file = await encoded(page, steadySound(30, RATE, 1), "opus");
    const media = await page.openMedia(blobSource(file));
    const before = new Float32Array(100);
    await media.read(20 * RATE, [before]);
    for (const turns of [0, 1, 2, 5]) {
      const controller = new AbortController();
      const told = media.read(5 * RATE, [new Float32Array(20 * RATE)], controller.signal).then(
        () => "done",
        (error: unknown) => error,
      );
      for (let turn = 0; turn < turns; turn++) await nextTask();
      controller.abort(REASON);
      // Later it may come too late.
      expect(turns === 0 ? [REASON] : [REASON, "done"]).toContain(await told);
      const after = new Float32Array(100);
      await media.read(20 * RATE, [after]);
      expect(after).toEqual(before);
    }
    await media.close();
    await expectNoScratch();
  });
});

test("a job that takes longer than it may is stopped", async () => {
  await withTranscoder(async (page) => {
    // A day of sound takes any machine longer.
    const sound = steadySound(86_400, RATE, 2);
    const job = page.encodeMedia(sound, watchedSink(), { format: "mp3", timeLimit: 0.2 });
    expect(await rejection(job)).toMatchObject({ code: "media/time-limit" });
    await expectNoScratch();
  });
});

test.each(["source", "sound", "sink"])(
  "what fails in the middle of a %s is what the caller hears",
  async (which) => {
    await withTranscoder(async (page) => {
      const file = await encoded(page, steadySound(20, RATE, 2), "flac");
      const whole = blobSource(file);
      const source: ByteSource = {
        size: file.size,
        read: (offset, into, signal) =>
          offset + into.length > file.size / 2 ? Promise.reject(REASON) : whole.read(offset, into, signal),
      };
      const sound = steadySound(20, RATE, 2);
      const failing: AudioSource = {
        ...sound,
        read: (start, planes) => (start > 5 * RATE ? Promise.reject(REASON) : sound.read(start, planes)),
      };
      const sink = watchedSink();
      let bytes = 0;
      const full: ByteSink = {
        ...sink,
        async write(piece) {
          bytes += piece.length;
          if (bytes > 100_000) throw REASON;
          await sink.write(piece);
        },
      };
      const job = {
        source: () => page.transcode(source, sink, { format: "mp3" }),
        sound: () => page.encodeMedia(failing, sink, { format: "mp3" }),
        sink: () => page.transcode(whole, full, { format: "mp3" }),
      }[which];
      expect(await rejection(job?.() ?? Promise.resolve())).toBe(REASON);
      expect(sink.isAborted).toBe(true);
      await expectNoScratch();
    });
  },
);
