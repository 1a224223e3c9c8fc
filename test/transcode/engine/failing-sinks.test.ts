import { afterAll, expect, test } from "vitest";
import type { ByteSink } from "../../../src/stream/byte-sink.ts";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { transcoder } from "../../../src/transcode/node/index.ts";
import { rejection } from "../../helpers/failure.ts";
import { steadySound } from "../../helpers/transcode-sound.ts";

const REASON = new Error("no more");

const { encodeMedia, openMedia, close } = transcoder({ workers: 2 });
afterAll(close);

/** A sink whose writes go wrong. */
function sinkThen(write: () => Promise<void>): ByteSink & { readonly isAborted: boolean } {
  const sink = memorySink();
  let isAborted = false;
  return {
    ...sink,
    get isAborted() {
      return isAborted;
    },
    write,
    async abort(reason) {
      isAborted = true;
      await sink.abort(reason);
    },
  };
}

test("a sink that fails when ffmpeg has ended already fails the job", async () => {
  const sink = sinkThen(async () => {
    // Two seconds of mp3 fit into what is under way: nobody waits for this write but the end of the job.
    await new Promise((resolve) => setTimeout(resolve, 500));
    throw REASON;
  });
  expect(await rejection(encodeMedia(steadySound(2, 48_000, 1), sink, { format: "mp3" }))).toBe(REASON);
  expect(sink.isAborted).toBe(true);
});

test("a sink that never comes back from a write keeps no job from being called off", async () => {
  const controller = new AbortController();
  const sink = sinkThen(() => {
    setTimeout(() => controller.abort(REASON), 500);
    return new Promise(() => {});
  });
  const options = { format: "mp3", signal: controller.signal } as const;
  expect(await rejection(encodeMedia(steadySound(2, 48_000, 1), sink, options))).toBe(REASON);
  expect(sink.isAborted).toBe(true);
});

test("a sink that never comes back from a write keeps no transcoder from being closed", async () => {
  const { encodeMedia, close } = transcoder({ workers: 1 });
  const sink = sinkThen(() => {
    // By then, ffmpeg has ended.
    setTimeout(close, 500);
    return new Promise(() => {});
  });
  const job = encodeMedia(steadySound(1, 48_000, 1), sink, { format: "mp3" });
  expect(await rejection(job)).toMatchObject({ code: "media/closed" });
  expect(sink.isAborted).toBe(true);
});

test("recordings that were read to their end leave the workers to those that are being read", async () => {
  const sink = memorySink();
  await encodeMedia(steadySound(3, 48_000, 1), sink, { format: "flac" });
  const source = () => memorySource(sink.bytes(), "sound.flac");
  const opened = await Promise.all(Array.from({ length: 5 }, () => openMedia(source())));
  const planes = opened.map(() => new Float32Array(3 * 48_000));
  await Promise.all(opened.map((media, index) => media.read(0, [planes[index] as Float32Array])));
  for (const plane of planes) expect(plane.every((sample, n) => sample === planes[0]?.[n])).toBe(true);
  expect(planes[0]?.some((sample) => sample !== 0)).toBe(true);
  await Promise.all(opened.map((media) => media.close()));
});
