import { truncateSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSource } from "../../src/node.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { rejection } from "../helpers/failure.ts";
import { tempFolder } from "../helpers/temp-folder.ts";
import { testSound } from "./support/test-sound.ts";
import { watchedSink } from "./support/watched-ends.ts";

const RATE = 48_000;
const FORMATS = ["wav", "mp3", "flac", "opus", "m4a"] as const;
type Format = (typeof FORMATS)[number];

const { encodeMedia, openMedia, transcode, close } = transcoder({ workers: 2 });
afterAll(close);

const files = new Map<Format, Uint8Array>();
beforeAll(async () => {
  for (const format of FORMATS) {
    const sink = memorySink();
    await encodeMedia(testSound(RATE, 1, 2 * RATE), sink, { format });
    files.set(format, sink.bytes());
  }
});

/** A source that says a size, and the same when it has lost two thirds of that. */
interface Shrinking {
  readonly source: ByteSource;
  shrink(): void;
}

const KINDS: Readonly<Record<string, (format: Format, bytes: Uint8Array) => Promise<Shrinking>>> = {
  "a file that a worker reads": async (format, bytes) => {
    const path = (await tempFolder()).file(`sound.${format}`);
    writeFileSync(path, bytes);
    return {
      source: await fileSource(path),
      shrink: () => truncateSync(path, Math.floor(bytes.length / 3)),
    };
  },
  "a source that is asked": async (format, bytes) => {
    const { size, ...whole } = memorySource(bytes, `sound.${format}`);
    const part = memorySource(bytes.subarray(0, Math.floor(bytes.length / 3)));
    let { read } = whole;
    return {
      source: { ...whole, size, read: (...asked) => read(...asked) },
      shrink() {
        read = part.read;
      },
    };
  },
};

describe.each(Object.entries(KINDS))("%s", (_, make) => {
  test.each(FORMATS)("that shrinks under an opened %s does not pass for a shorter one", async (format) => {
    const { source, shrink } = await make(format, files.get(format) as Uint8Array);
    const media = await openMedia(source);
    shrink();
    const error = await rejection(framesOf(media));
    expect(error).toMatchObject({ code: "stream/unexpected-end" });
    expect(String(error)).toContain(`sound.${format} ended early`);
    await media.close();
    await source.close?.();
  });

  test.each(FORMATS)(
    "that has less than the size of its %s is no result, and the sink is aborted",
    async (format) => {
      const { source, shrink } = await make(format, files.get(format) as Uint8Array);
      shrink();
      const sink = watchedSink();
      const target = format === "flac" ? "wav" : "flac";
      const error = await rejection(transcode(source, sink, { format: target }));
      expect(error).toMatchObject({ code: "stream/unexpected-end" });
      expect({ aborts: sink.aborts, isClosed: sink.isClosed }).toEqual({ aborts: 1, isClosed: false });
      await source.close?.();
    },
  );
});
