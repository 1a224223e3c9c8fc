import { afterAll, describe, expect, test } from "vitest";
import { newPlanes } from "../../src/dsp/planes.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import type { OutputFormat } from "../../src/transcode/transcode-options.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { rejection } from "../helpers/failure.ts";
import { madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { testSound } from "./support/test-sound.ts";
import { watchedSink } from "./support/watched-ends.ts";

const tx = transcoder({ workers: 4 });
afterAll(() => tx.close());

const FLAC = KINDS["flac"]!;
const sound = testSound(44_100, 2, 10 * 44_100);
const made = madeMedia(FLAC, sound);
const reason = new Error("enough");

/** Aborts, and holds what comes of it against the reason. That anything comes says that nothing is waited for which hangs. */
async function expectAborted(job: Promise<unknown>, abort: () => void): Promise<void> {
  const told = rejection(job);
  abort();
  expect(await told).toBe(reason);
}

async function expectWorks(): Promise<void> {
  const sink = memorySink();
  const result = await tx.transcode(named(await made, "a.flac"), sink, { format: "wav", to: 1 });
  expect(result).toMatchObject({ duration: 1, warnings: [] });
}

describe("an abort", () => {
  test("before the start rejects with its reason, and aborts the sink", async () => {
    const sink = watchedSink();
    const options = { format: "mp3", signal: AbortSignal.abort(reason) } as const;
    await expect(tx.transcode(named(await made, "a.flac"), sink, options)).rejects.toBe(reason);
    expect(sink.aborted).toBe(reason);
    await expect(tx.openMedia(named(await made, "a.flac"), options)).rejects.toBe(reason);
    await expect(tx.encodeMedia(sound, watchedSink(), options)).rejects.toBe(reason);
    await expect(tx.encodeMedia(sound, watchedSink(), { ...options, format: "wav" })).rejects.toBe(reason);
  });

  test("while ffmpeg is loaded rejects with its reason", async () => {
    const cold = transcoder();
    afterAll(() => cold.close());
    const controller = new AbortController();
    const job = cold.openMedia(named(await made, "a.flac"), { signal: controller.signal });
    await expectAborted(job, () => controller.abort(reason));
    expect((await cold.openMedia(named(await made, "a.flac"))).frames).toBe(sound.frames);
  });

  test("while the source takes its time, in probing and in decoding, does not wait for it", async () => {
    const bytes = await made;
    for (const from of [0, 500_000]) {
      const controller = new AbortController();
      let stall: (() => void) | undefined;
      const stalled = new Promise<void>((resolve) => {
        stall = resolve;
      });
      const source = named(bytes, "a.flac");
      const slow = {
        ...source,
        async read(offset: number, into: Uint8Array) {
          if (offset + into.length > from) {
            stall?.();
            await new Promise(() => {});
          }
          return source.read(offset, into);
        },
      };
      const sink = watchedSink();
      const job = tx.transcode(slow, sink, { format: "opus", signal: controller.signal });
      await stalled;
      await expectAborted(job, () => controller.abort(reason));
      expect(sink.aborted).toBe(reason);
    }
    await expectWorks();
  });

  test.each(["wav", "mp3", "m4a", "opus"] as OutputFormat[])(
    "while a %s is written, by a sink that never answers, does not wait for it",
    async (format) => {
      for (const sampleRate of [undefined, 32_000]) {
        const controller = new AbortController();
        let begin: (() => void) | undefined;
        const begun = new Promise<void>((resolve) => {
          begin = resolve;
        });
        const sink = watchedSink(async (written) => {
          if (written < 30_000) return;
          begin?.();
          await new Promise(() => {});
        });
        const options = { format, ...(sampleRate && { sampleRate }), signal: controller.signal };
        const job = tx.transcode(named(await made, "a.flac"), sink, options);
        await begun;
        await expectAborted(job, () => controller.abort(reason));
        expect([sink.aborted, sink.isClosed]).toEqual([reason, false]);
      }
      await expectWorks();
    },
  );

  test("of a stream that never goes on does not wait for it", async () => {
    const bytes = await made;
    const controller = new AbortController();
    let stall: (() => void) | undefined;
    const stalled = new Promise<void>((resolve) => {
      stall = resolve;
    });
    async function* pieces() {
      yield bytes.subarray(0, 100_000);
      stall?.();
      await new Promise(() => {});
    }
    const sink = watchedSink();
    const job = tx.transcode(pieces(), sink, { format: "mp3", signal: controller.signal });
    await stalled;
    await expectAborted(job, () => controller.abort(reason));
    expect(sink.aborted).toBe(reason);
  });

  test("at any moment rejects with its reason or comes too late, and the next job works", async () => {
    const bytes = await made;
    for (let round = 0; round < 20; round++) {
      const controller = new AbortController();
      const sink = watchedSink();
      const format = (["wav", "mp3", "flac", "m4a"] as const)[round % 4] ?? "wav";
      const job = tx
        .transcode(named(bytes, "a.flac"), sink, { format, to: 2, signal: controller.signal })
        .then(
          () => "done",
          (error: unknown) => error,
        );
      await new Promise((resolve) => setTimeout(resolve, 3 * round));
      controller.abort(reason);
      const outcome = await job;
      expect([reason, "done"]).toContain(outcome);
      expect([sink.isClosed, sink.aborted]).toEqual(outcome === reason ? [false, reason] : [true, undefined]);
    }
    await expectWorks();
  });

  test("of a read rejects it alone: the recording goes on", async () => {
    const media = await tx.openMedia(named(await made, "a.flac"));
    const controller = new AbortController();
    const planes = newPlanes(2, media.frames);
    const job = media.read(0, planes, controller.signal);
    await expectAborted(job, () => controller.abort(reason));
    const [left] = await framesOf(media, 44_100, 44_200);
    const [expected] = await framesOf(sound, 44_100, 44_200);
    expect(left).toEqual(expected);
    await media.close();
    await expect(media.read(0, newPlanes(2, 10))).rejects.toMatchObject({ code: "media/closed" });
  });
});

describe("a time limit", () => {
  test.each([
    ["wav", undefined],
    ["mp3", undefined],
    ["flac", 32_000],
  ] as const)("ends a job that makes a %s at %s Hz, and all that it does", async (format, sampleRate) => {
    const sink = watchedSink(() => new Promise(() => {}));
    const job = tx.transcode(named(await made, "a.flac"), sink, {
      format,
      timeLimit: 0.15,
      ...(sampleRate && { sampleRate }),
    });
    await expect(job).rejects.toMatchObject({ code: "media/time-limit" });
    expect(sink.aborted).toMatchObject({ code: "media/time-limit" });
    await expectWorks();
  });

  test("that is not reached changes nothing", async () => {
    const sink = memorySink();
    const options = { format: "wav", to: 1, timeLimit: 1000 } as const;
    expect(await tx.transcode(named(await made, "a.flac"), sink, options)).toMatchObject({ duration: 1 });
  });
});
