import { afterAll, describe, expect, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { transcoder as pageTranscoder } from "../../src/transcode/index.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { failure } from "../helpers/failure.ts";
import { testSound } from "./support/test-sound.ts";
import { watchedSink } from "./support/watched-ends.ts";

const { openMedia, transcode, encodeMedia, close } = transcoder({ workers: 1 });
afterAll(close);

/** Wrong options: which of them, as the message calls it, and what it must be. */
type Wrong = readonly [options: unknown, name: string, requirement: string];

const JOB: readonly Wrong[] = [
  [{ signal: {} }, "options.signal", "an AbortSignal"],
  [{ signal: new AbortController() }, "options.signal", "an AbortSignal"],
  [{ signal: null }, "options.signal", "an AbortSignal"],
  [{ strict: "yes" }, "options.strict", "true or false"],
];

const ENCODING: readonly Wrong[] = [
  ...JOB,
  [{ onProgress: 3 }, "options.onProgress", "a function"],
  [{ timeLimit: "5" }, "options.timeLimit", "more than 0 s"],
  [{ timeLimit: Number.NaN }, "options.timeLimit", "more than 0 s"],
  [{ tags: null }, "options.tags", "an object"],
  [{ tags: "title" }, "options.tags", "an object"],
  [{ tags: { title: 5 } }, "options.tags.title", "a text without the character 0"],
  [{ cover: 5 }, "options.cover", "an object"],
  [{ cover: {} }, "options.cover.mimeType", '"image/jpeg" or "image/png"'],
  [{ chapters: "x" }, "options.chapters", "a list"],
  [{ chapters: null }, "options.chapters", "a list"],
  [{ chapters: [null] }, "options.chapters[0]", "an object"],
  [{ chapters: [{ start: "0", end: 1, title: "" }] }, "options.chapters[0].start", "a number of at least 0"],
  [{ bitrate: "128k" }, "options.bitrate", "a number from 8000 to 512000"],
  [{ sampleRate: "48000" }, "options.sampleRate", "an integer of at least 1"],
  [{ channels: "1" }, "options.channels", "1 or 2"],
  [{ fast: 1 }, "options.fast", "true or false"],
  [{ faststart: "no" }, "options.faststart", "true or false"],
];

const TRANSCODE: readonly Wrong[] = [
  ...ENCODING,
  [{ workers: "2" }, "options.workers", "an integer of at least 1"],
  [{ track: "0" }, "options.track", "an integer of at least 0"],
  [{ from: "1" }, "options.from", "0 s or more"],
  [{ to: "1" }, "options.to", "more than options.from, 0 s"],
  [{ copy: true }, "options.copy", '"auto" or "never" or "always"'],
];

const source = memorySource(new Uint8Array(1000), "a.mp3");
const sound = testSound(8000, 1, 800);

function expectSaid([, name, requirement]: Wrong, error: { code: string; message: string; details: object }) {
  expect(error.code).toBe("options/invalid");
  expect(error.message.startsWith(`${name}, when provided, must be ${requirement}, got `)).toBe(true);
  expect(error.details).toMatchObject({ option: name, expected: requirement });
}

describe("openMedia", () => {
  test.each<Wrong>([
    ...JOB,
    [{ track: "0" }, "options.track", "an integer of at least 0"],
    [null, "options", "an object"],
    [5, "options", "an object"],
  ])("refuses %o: %s must be %s", async (...wrong) => {
    expectSaid(wrong, await failure(openMedia(source, wrong[0] as never)));
  });
});

describe.each([
  ["transcode", TRANSCODE, (...end: [never, never]) => transcode(source, ...end)],
  ["encodeMedia", ENCODING, (...end: [never, never]) => encodeMedia(sound, ...end)],
] as const)("%s", (_, wrongs, run) => {
  test.each(wrongs)("refuses %o: %s must be %s, and aborts the sink once", async (...wrong) => {
    const sink = watchedSink();
    const options = { format: "mp3", ...(wrong[0] as object) };
    expectSaid(wrong, await failure(run(sink as never, options as never)));
    expect({ aborts: sink.aborts, isClosed: sink.isClosed }).toEqual({ aborts: 1, isClosed: false });
  });

  test.each([undefined, null, "mp3", []])(
    "refuses %o as options, and aborts the sink once",
    async (options) => {
      const sink = watchedSink();
      expectSaid([options, "options", "an object"], await failure(run(sink as never, options as never)));
      expect(sink.aborts).toBe(1);
    },
  );
});

describe("what is no source of bytes", () => {
  const wanted = "expected a source of bytes, as fileSource, blobSource and httpSource give, got ";

  test.each<readonly [wrong: unknown, got: string]>([
    ["talk.mp3", '"talk.mp3"'],
    [undefined, "undefined"],
    [null, "null"],
    [5, "5"],
    [{ size: Number.NaN, read: async () => 0 }, "[object Object]"],
    [sound, "sound, which encodeMedia takes"],
  ])("is told as such, and the sink is aborted once: %o", async (wrong, got) => {
    const told = { code: "options/invalid", message: wanted + got };
    expect(await failure(openMedia(wrong as never))).toMatchObject(told);
    for (const sources of [wrong, [source, wrong]]) {
      const sink = watchedSink();
      expect(await failure(transcode(sources as never, sink, { format: "mp3" }))).toMatchObject(told);
      expect({ aborts: sink.aborts, isClosed: sink.isClosed }).toEqual({ aborts: 1, isClosed: false });
    }
  });
});

describe.each([
  ["Node", transcoder],
  ["a page", pageTranscoder],
])("transcoder of %s", (_, make) => {
  test.each<Wrong>([
    [null, "options", "an object"],
    [{ workers: "2" }, "options.workers", "a number from 1 to 64"],
    [{ core: "core.js" }, "options.core", "an object"],
    [{ core: { wasmUrl: 5 } }, "options.core.wasmUrl", "a text or a URL"],
    [{ workerUrl: {} }, "options.workerUrl", "a text or a URL"],
  ])("refuses %o: %s must be %s", async (...wrong) => {
    expectSaid(wrong, await failure(Promise.resolve().then(() => make(wrong[0] as never))));
  });
});
