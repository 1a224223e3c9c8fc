import { afterAll, describe, expect, test } from "vitest";
import { concat } from "../../../src/audio/concat.ts";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { transcoder } from "../../../src/transcode/node/index.ts";
import { nodePlatform } from "../../../src/transcode/node/platform.ts";
import { makeTranscoder } from "../../../src/transcode/transcoder.ts";
import { encodeWav } from "../../../src/wav/encode-wav.ts";
import { framesOf } from "../../helpers/audio-sources.ts";
import { madeMedia, named } from "../support/made-media.ts";
import { KINDS } from "../support/media-kinds.ts";
import { largestDifference, testSound, windowOf } from "../support/test-sound.ts";
import { watchedSink } from "../support/watched-ends.ts";

const FLAC = KINDS["flac"]!;
const sound = testSound(44_100, 1, 5 * 44_100);
const made = madeMedia(FLAC, sound);
const whole = framesOf(sound);

/** A pool that ends with the file. */
function pool(workers: number) {
  const made = transcoder({ workers });
  afterAll(() => made.close());
  return made;
}

describe("a pool of workers", () => {
  test.each([1, 2, 3])(
    "of %i does more jobs than it has workers, whose encoders wait for decoders",
    async (workers) => {
      const { transcode } = pool(workers);
      const bytes = await made;
      const results = await Promise.all(
        Array.from({ length: 2 * workers + 1 }, async () => {
          const sink = memorySink();
          // Resampled on its way: one worker decodes for another that encodes.
          await transcode(named(bytes, "a.flac"), sink, { format: "flac", sampleRate: 22_050 });
          return sink.bytes().length;
        }),
      );
      expect(new Set(results).size).toBe(1);
      expect(results[0]).toBeGreaterThan(10_000);
    },
  );

  test.each([1, 2])(
    "of %i encodes files that other jobs of it have yet to decode, when all of its workers wait for them",
    async (workers) => {
      const { openMedia, transcode } = pool(workers);
      const bytes = await made;
      const results = await Promise.all(
        Array.from({ length: workers + 1 }, async () => {
          const media = await openMedia(named(bytes, "a.flac"));
          const sink = memorySink();
          await transcode(encodeWav(media, { encoding: "pcm", bitsPerSample: 16 }), sink, { format: "flac" });
          await media.close();
          return sink.bytes();
        }),
      );
      const expected = await whole;
      for (const result of results) {
        const media = await openMedia(named(result, "b.flac"));
        expect(largestDifference(await framesOf(media), expected)).toBe(0);
        await media.close();
      }
    },
  );

  test("of 2 reads 10 recordings in turn, and gives each its samples", async () => {
    const { openMedia } = pool(2);
    const bytes = await made;
    const expected = await whole;
    const opened = await Promise.all(Array.from({ length: 10 }, () => openMedia(named(bytes, "a.flac"))));
    for (let turn = 0; turn < 3; turn++) {
      const windows = opened.map(async (media, n) => {
        const start = turn * 20_000 + n * 1000;
        const got = await framesOf(media, start, start + 4000);
        expect(largestDifference(got, windowOf(expected, start, start + 4000))).toBe(0);
      });
      // Once all at the same time, and once one after another.
      if (turn === 1) for (const window of windows) await window;
      else await Promise.all(windows);
    }
    for (const media of opened) await media.close();
  });

  test("of 1 encodes sound that is made of two recordings", async () => {
    const { openMedia, encodeMedia } = pool(1);
    const bytes = await made;
    const [a, b] = await Promise.all([openMedia(named(bytes, "a.flac")), openMedia(named(bytes, "b.flac"))]);
    const sink = memorySink();
    await encodeMedia(concat([a, b]), sink, { format: "flac", bits: 16 });
    const result = await openMedia(named(sink.bytes(), "c.flac"));
    const expected = await whole;
    const got = await framesOf(result);
    expect(largestDifference(windowOf(got, 0, a.frames), expected)).toBe(0);
    expect(largestDifference(windowOf(got, a.frames, 2 * a.frames), expected)).toBe(0);
    await Promise.all([a.close(), b.close(), result.close()]);
  });

  test("that was closed while nothing ran works on", async () => {
    const { openMedia, close } = pool(1);
    for (let round = 0; round < 3; round++) {
      const media = await openMedia(named(await made, "a.flac"));
      expect(media.frames).toBe(sound.frames);
      await media.close();
      close();
    }
  });

  test("that is closed rejects what runs and what waits, and works on", async () => {
    const { openMedia, transcode, close } = pool(1);
    const bytes = await made;
    let write = () => {};
    const writes = new Promise<void>((resolve) => {
      write = resolve;
    });
    const stuck = () =>
      watchedSink(() => {
        write();
        return new Promise(() => {});
      });
    const jobs = Array.from({ length: 4 }, () =>
      transcode(named(bytes, "a.flac"), stuck(), { format: "mp3" }),
    );
    const results = Promise.allSettled(jobs);
    // One has the worker, and keeps it; the others wait for it.
    await writes;
    close();
    for (const result of await results) {
      expect(result).toMatchObject({ status: "rejected", reason: { code: "media/closed" } });
    }
    const source = named(bytes, "a.flac");
    let onStall: (() => void) | undefined;
    const media = await openMedia({
      ...source,
      async read(...args: Parameters<typeof source.read>) {
        if (onStall) {
          onStall();
          await new Promise(() => {});
        }
        return source.read(...args);
      },
    });
    const stalled = new Promise<void>((resolve) => {
      onStall = resolve;
    });
    const reading = framesOf(media);
    const refused = expect(reading).rejects.toMatchObject({ code: "media/closed" });
    await stalled;
    onStall = undefined;
    close();
    await refused;
    expect(largestDifference(await framesOf(media), await whole)).toBe(0);
  });

  test("whose job is aborted while it waits for a worker rejects at once, and gives the worker to the next", async () => {
    const { openMedia, transcode } = pool(1);
    const bytes = await made;
    let goOn = () => {};
    const held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const sink = watchedSink(() => held);
    const running = transcode(named(bytes, "a.flac"), sink, { format: "opus" });
    const controller = new AbortController();
    const waiting = openMedia(named(bytes, "a.flac"), { signal: controller.signal });
    const next = openMedia(named(bytes, "a.flac"));
    const reason = new Error("changed my mind");
    let isRunning = true;
    void running.then(() => {
      isRunning = false;
    });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(isRunning).toBe(true);
    goOn();
    await running;
    expect((await next).frames).toBe(sound.frames);
  });

  test("that cannot load ffmpeg rejects all who wait, and tries again for who comes later", async () => {
    let failures = 0;
    const tx = makeTranscoder(
      {
        ...nodePlatform,
        loadCore: async () => {
          failures += 1;
          if (failures <= 1) throw new Error("not there yet");
          return nodePlatform.loadCore();
        },
      },
      { workers: 1 },
    );
    afterAll(() => tx.close());
    const bytes = await made;
    const jobs = await Promise.allSettled(
      Array.from({ length: 3 }, () => tx.openMedia(named(bytes, "a.flac"))),
    );
    expect(jobs[0]).toMatchObject({ status: "rejected", reason: { message: "not there yet" } });
    expect((await tx.openMedia(named(bytes, "a.flac"))).frames).toBe(sound.frames);
  });
});
