import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { fileSink, fileSource } from "../../src/stream/node/index.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { OUTPUT_FORMATS } from "../../src/transcode/plan/output-format.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { tinyDisk } from "../helpers/tiny-disk.ts";
import { madeMedia, named } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { testSound } from "./support/test-sound.ts";
import { failingSource, fullSink, watchedSink } from "./support/watched-ends.ts";

const { openMedia, transcode, encodeMedia, close } = transcoder();
afterAll(() => close());

const FLAC = KINDS["flac"]!;
const sound = testSound(44_100, 2, 8 * 44_100);
const made = madeMedia(FLAC, sound);
const failure = new Error("the cable was pulled");

describe("somebody who is told of the progress", () => {
  const onProgress = () => {
    throw failure;
  };

  test.each(["wav", "mp3", "flac"] as const)(
    "and throws fails the making of a %s with that",
    async (format) => {
      const sink = watchedSink();
      const job = transcode(named(await made, "a.flac"), sink, { format, copy: "never", onProgress });
      await expect(job).rejects.toBe(failure);
      expect(sink.aborted).toBe(failure);
    },
  );

  test("and throws fails the encoding of sound with that", async () => {
    await expect(encodeMedia(sound, watchedSink(), { format: "mp3", onProgress })).rejects.toBe(failure);
  });
});

describe("a disk that is full", () => {
  test.each(OUTPUT_FORMATS)(
    "in the middle of a %s fails the job with the sink's own error",
    async (format) => {
      const sink = fullSink(20_000);
      const job = transcode(named(await made, "a.flac"), sink, { format, copy: "never" });
      await expect(job).rejects.toMatchObject({ code: "file/no-space" });
      expect(sink.aborted).toMatchObject({ code: "file/no-space" });
      expect(sink.isClosed).toBe(false);
    },
  );

  test.each(["mp3", "flac", "opus", "m4a"] as const)(
    "at the very last byte of a %s fails the job too",
    async (format) => {
      const whole = watchedSink();
      let written = 0;
      const counted = watchedSink((bytes) => {
        written = bytes;
      });
      const options = { format, copy: "never" } as const;
      await transcode(named(await made, "a.flac"), counted, options);
      await transcode(named(await made, "a.flac"), whole, options);
      expect(Buffer.compare(whole.memory.bytes(), counted.memory.bytes())).toBe(0);
      const sink = fullSink(written - 1);
      await expect(transcode(named(await made, "a.flac"), sink, options)).rejects.toMatchObject({
        code: "file/no-space",
      });
      expect([sink.isClosed, sink.aborted !== undefined]).toEqual([false, true]);
    },
  );

  test("fails the encoding of sound, and the next job works", async () => {
    await expect(encodeMedia(sound, fullSink(5000), { format: "opus" })).rejects.toMatchObject({
      code: "file/no-space",
    });
    const sink = memorySink();
    expect(await encodeMedia(sound, sink, { format: "opus" })).toMatchObject({ duration: 8 });
  });

  test("of the system's own is told as such, and nothing is left on it", async (context) => {
    const disk = await tinyDisk();
    if (disk === undefined) return context.skip();
    for (const format of ["wav", "flac"] as const) {
      const sink = await fileSink(join(disk, `out.${format}`));
      await expect(
        transcode(named(await made, "a.flac"), sink, { format, copy: "never" }),
      ).rejects.toMatchObject({ code: "file/no-space" });
    }
    await writeFile(join(disk, "probe"), new Uint8Array(200_000));
    await rm(join(disk, "probe"));
  });
});

describe("a source that fails", () => {
  test.each(["wav", "mp3", "m4a", "opus"] as const)(
    "in the middle of what becomes a %s fails the job with its own error",
    async (format) => {
      const source = failingSource(named(await made, "a.flac"), 700_000, failure);
      const sink = watchedSink();
      await expect(transcode(source, sink, { format, sampleRate: 48_000 })).rejects.toBe(failure);
      await expect(transcode(source, watchedSink(), { format })).rejects.toBe(failure);
      expect(sink.aborted).toBe(failure);
    },
  );

  test("at once fails the opening with its own error", async () => {
    const source = failingSource(named(await made, "a.flac"), 0, failure);
    await expect(openMedia(source)).rejects.toBe(failure);
  });

  test("while it is read fails the read, and later reads elsewhere work", async () => {
    const bytes = await made;
    const media = await openMedia(failingSource(named(bytes, "a.flac"), 700_000, failure));
    await expect(framesOf(media, media.frames - 1000)).rejects.toBe(failure);
    expect(await framesOf(media, 0, 1000)).toHaveLength(2);
    await media.close();
  });

  test("as a stream fails the job with its own error", async () => {
    const bytes = await made;
    async function* pieces() {
      yield bytes.subarray(0, 400_000);
      throw failure;
    }
    const sink = watchedSink();
    await expect(transcode(pieces(), sink, { format: "mp3" })).rejects.toBe(failure);
    expect(sink.aborted).toBe(failure);
  });

  test("as sound fails its encoding with its own error", async () => {
    const sink = watchedSink();
    const broken = {
      ...sound,
      async read(start: number, planes: Float32Array[]) {
        if (start > 100_000) throw failure;
        return sound.read(start, planes);
      },
    };
    await expect(encodeMedia(broken, sink, { format: "flac" })).rejects.toBe(failure);
    expect(sink.aborted).toBe(failure);
  });

  test("that was a file and has been cut off meanwhile is no success", async () => {
    const path = (await tempFolder()).file("a.flac");
    const bytes = await made;
    await writeFile(path, bytes);
    const source = await fileSource(path);
    await writeFile(path, bytes.subarray(0, 600_000));
    const sink = watchedSink();
    const transcoding = transcode(source, sink, { format: "wav" });
    await expect(transcoding).rejects.toMatchObject({ code: "stream/unexpected-end" });
    expect(sink.aborts).toBe(1);
    await source.close?.();
  });
});

describe("a sink is aborted once", () => {
  const full = { code: "file/no-space" };

  test.each(OUTPUT_FORMATS)("where a recording cannot be written as a %s", async (format) => {
    const bytes = await made;
    const [direct, nested, joined] = [fullSink(5000), fullSink(5000), fullSink(5000)];
    const source = named(bytes, "a.flac");
    await expect(transcode(source, direct, { format, copy: "never" })).rejects.toMatchObject(full);
    await expect(transcode(source, nested, { format, sampleRate: 48_000 })).rejects.toMatchObject(full);
    await expect(transcode([source, source], joined, { format })).rejects.toMatchObject(full);
    expect([direct, nested, joined].map(({ aborts }) => aborts)).toEqual([1, 1, 1]);
  });

  test("where not even the head of a WAV file can be written", async () => {
    const sink = fullSink(10);
    await expect(transcode(named(await made, "a.flac"), sink, { format: "wav" })).rejects.toMatchObject(full);
    expect(sink.aborts).toBe(1);
  });

  test.each(["wav", "flac"] as const)("where sound cannot be written as a %s", async (format) => {
    const sink = fullSink(5000);
    await expect(encodeMedia(sound, sink, { format })).rejects.toMatchObject(full);
    expect(sink.aborts).toBe(1);
  });

  test("where an option is wrong", async () => {
    const [one, other] = [watchedSink(), watchedSink()];
    const wrong = { format: "mp3", channels: 3 } as const;
    await expect(transcode(named(await made, "a.flac"), one, wrong)).rejects.toThrow("options.channels");
    await expect(encodeMedia(sound, other, wrong)).rejects.toThrow("options.channels");
    expect([one.aborts, other.aborts]).toEqual([1, 1]);
  });
});

test("a sink that takes its time gets the same bytes, and what is under way stays little", async () => {
  const bytes = await made;
  const quick = memorySink();
  await transcode(named(bytes, "a.flac"), quick, { format: "wav", workers: 1 });
  let inFlight = 0;
  let most = 0;
  const slow = watchedSink(async () => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setTimeout(resolve, 10));
    inFlight -= 1;
  });
  await transcode(named(bytes, "a.flac"), slow, { format: "wav", workers: 1 });
  expect(Buffer.compare(slow.memory.bytes(), quick.bytes())).toBe(0);
  expect(most).toBe(1);
});
