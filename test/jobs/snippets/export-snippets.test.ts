import { mkdir, readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import type { SnippetExportOptions } from "../../../src/jobs/snippets/exporter.ts";
import type { Segment } from "../../../src/jobs/snippets/segment.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { memorySource } from "../../../src/stream/memory-source.ts";
import { fileFolder } from "../../../src/stream/node/index.ts";
import { expectHonestManifest, hiddenIn, manifestIn, manifestOf } from "../../helpers/export-folder.ts";
import { countingSamples, countingSource, RATE, samplesOf } from "../../helpers/export-recording.ts";
import { framesIn, segmentsOf } from "../../helpers/export-segments.ts";
import { failure } from "../../helpers/failure.ts";
import { sameBytes } from "../../helpers/pattern.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const FRAMES = 30 * RATE;
const source = countingSource(FRAMES);
const three: Segment[] = [
  { start: 1, end: 2, speaker: "Ann Lee", text: "Hello", classification: "greeting" },
  { start_time: 3.5, end_time: 4, speaker: "Bob" },
  { start: 29, end: 99, text: "Bye" },
];

describe("exportSnippets", () => {
  it("into memory, gives one clip per segment, exactly its range of the recording", async () => {
    const folder = memoryFolder();
    const segments = segmentsOf("Ann", 40, FRAMES, 6);
    const { clips } = await exportSnippets(source, segments, { folder });
    expect(clips).toHaveLength(40);
    for (const { file, text, bytes } of clips) {
      const clip = folder.files.get(file) as Uint8Array;
      const { from, to } = framesIn(text);
      expect(clip.length).toBe(bytes);
      expect(sameBytes(await samplesOf(clip), countingSamples(from, to))).toBe(true);
    }
    expect([...folder.files.keys()].sort()).toEqual(
      [...clips.map(({ file }) => file), "manifest.json"].sort(),
    );
  });

  it("into a directory, gives the same files", async () => {
    const { path, file, names } = await tempFolder();
    const memory = memoryFolder();
    const segments = segmentsOf("Ann", 20, FRAMES, 6);
    await exportSnippets(source, segments, { folder: memory });
    await exportSnippets(source, segments, { folder: await fileFolder(path) });
    expect(await names()).toEqual([...memory.files.keys()].sort());
    for (const [name, bytes] of memory.files) {
      if (name !== "manifest.json") expect(sameBytes(await readFile(file(name)), bytes)).toBe(true);
    }
    expect(manifestIn(path).clips).toEqual(manifestOf(memory).clips);
  });

  it("the manifest has every field asked for, and the result says the same", async () => {
    const folder = memoryFolder();
    const before = new Date().toISOString();
    const result = await exportSnippets(source, three, { folder, session: "Monday" });
    const manifest = manifestOf(folder);
    expect(manifest).toEqual({
      session: "Monday",
      source: { name: "session.wav", size: source.size, format: "32-bit PCM, 8000 Hz, 1 channel" },
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      status: "completed",
      total_clips: 3,
      clips: [
        {
          id: 1,
          file: "segment_0001_AnnLee.wav",
          speaker: "Ann Lee",
          start: 1,
          end: 2,
          status: "complete",
          text: "Hello",
          classification: "greeting",
          bytes: 32_044,
        },
        {
          id: 2,
          file: "segment_0002_Bob.wav",
          speaker: "Bob",
          start: 3.5,
          end: 4,
          status: "complete",
          text: "",
          classification: "",
          bytes: 16_044,
        },
        {
          id: 3,
          file: "segment_0003_UNKNOWN.wav",
          speaker: "UNKNOWN",
          start: 29,
          end: 30,
          status: "complete",
          text: "Bye",
          classification: "",
          bytes: 32_044,
        },
      ],
      failed: [],
      stale_clips: [],
    });
    expect(manifest.created >= before && manifest.created <= new Date().toISOString()).toBe(true);
    expect(result.clips).toEqual(manifest.clips);
    expect(result.failed).toEqual(manifest.failed);
    expect(result.bytes).toBe(32_044 + 16_044 + 32_044);
    expect(result.manifest).toBe("manifest.json");
  });

  it("the session is named after the recording unless told otherwise", async () => {
    const folder = memoryFolder();
    await exportSnippets(source, [], { folder });
    expect(manifestOf(folder).session).toBe("session");
    const nameless = memoryFolder();
    const { size, read } = source;
    await exportSnippets({ size, read }, [], { folder: nameless });
    expect(manifestOf(nameless)).toMatchObject({ session: "recording", source: { name: "recording.wav" } });
  });

  it("clips are named by their number alone where that is asked for", async () => {
    const folder = memoryFolder();
    const { clips } = await exportSnippets(source, three, { folder, clipNames: "number" });
    const names = ["segment_0001.wav", "segment_0002.wav", "segment_0003.wav"];
    expect(clips.map(({ file }) => file)).toEqual(names);
    expect([...folder.files.keys()].sort()).toEqual(["manifest.json", ...names]);
    await exportSnippets(source, three.slice(0, 1), { folder, clipNames: "number", cleanStaleClips: true });
    expect([...folder.files.keys()].sort()).toEqual(["manifest.json", "segment_0001.wav"]);
    const wrong = { folder, clipNames: "text" as "number" };
    expect((await failure(exportSnippets(source, three, wrong))).message).toBe(
      'options.clipNames, when provided, must be "speaker" or "number", got "text"',
    );
  });

  it("no segments give a manifest that says so", async () => {
    const folder = memoryFolder();
    const result = await exportSnippets(source, [], { folder });
    expect(manifestOf(folder)).toMatchObject({
      status: "empty",
      message: "no segments: there was nothing to export",
      total_clips: 0,
      clips: [],
    });
    expect(result).toMatchObject({ clips: [], failed: [], bytes: 0 });
    expect([...folder.files.keys()]).toEqual(["manifest.json"]);
  });

  it("what it says is an option", async () => {
    const folder = memoryFolder();
    await exportSnippets(source, [], { folder, placeholderMessage: "nobody spoke" });
    expect(manifestOf(folder).message).toBe("nobody spoke");
    await exportSnippets(source, three, { folder, placeholderMessage: "nobody spoke" });
    expect(manifestOf(folder)).not.toHaveProperty("message");
  });

  it("one bad segment is named, the others are exported", async () => {
    const folder = memoryFolder();
    const bad = { start: Number.NaN, end: 2, speaker: "Eve", text: "?", classification: "noise" };
    const { clips, failed } = await exportSnippets(source, [three[0]!, bad, three[1]!], { folder });
    expect(clips.map(({ file }) => file)).toEqual(["segment_0001_AnnLee.wav", "segment_0003_Bob.wav"]);
    expect(failed).toEqual([
      {
        id: 2,
        speaker: "Eve",
        start: null,
        end: 2,
        status: "failed",
        text: "?",
        classification: "noise",
        error: {
          code: "snippets/bad-segment",
          message: "segment at index 1: expected start to be a number of seconds, got NaN",
        },
      },
    ]);
    expect(manifestOf(folder)).toMatchObject({ status: "completed_with_failures", clips, failed });
  });

  it.each([
    null,
    undefined,
    7,
    "1-2",
    {},
    { start: { toString: 1 }, end: 1, speaker: { toString: 1 }, text: {} },
  ])("a segment that is %j is one failure, not the end", async (segment) => {
    const folder = memoryFolder();
    const list = [segment as unknown as Segment, three[1]!];
    const { clips, failed } = await exportSnippets(source, list, { folder });
    expect(clips.map(({ id }) => id)).toEqual([2]);
    expect(failed).toMatchObject([{ id: 1, speaker: "UNKNOWN", error: { code: "snippets/bad-segment" } }]);
  });

  it("nothing but bad segments is no empty list", async () => {
    const folder = memoryFolder();
    await exportSnippets(source, [{}], { folder });
    expect(manifestOf(folder).status).toBe("completed_with_failures");
  });

  it("a clip that cannot take its name fails, the others are exported", async () => {
    const { path, file, names } = await tempFolder();
    await mkdir(file("segment_0002_Bob.wav"));
    const { clips, failed } = await exportSnippets(source, three, { folder: await fileFolder(path) });
    expect(clips.map(({ id }) => id)).toEqual([1, 3]);
    expect(failed).toMatchObject([{ id: 2, speaker: "Bob", error: { code: "file/is-folder" } }]);
    expect(expectHonestManifest(path)).toMatchObject({ status: "completed_with_failures", clips, failed });
    expect(hiddenIn(await names())).toEqual([]);
  });

  it("a recording without frames gives clips without frames", async () => {
    const folder = memoryFolder();
    const { clips } = await exportSnippets(countingSource(0), [{ start: 0, end: 1 }], { folder });
    expect(clips).toMatchObject([{ start: 0, end: 0, bytes: 44 }]);
  });

  it("concurrency from 1 to 8 gives the same bytes and the same manifest", async () => {
    const segments = segmentsOf("Ann", 30, FRAMES, 8);
    const folders = [1, 2, 3, 4, 5, 6, 7, 8].map(() => memoryFolder());
    for (const [index, folder] of folders.entries()) {
      await exportSnippets(source, segments, { folder, concurrency: index + 1 });
    }
    const first = folders[0]!;
    for (const folder of folders) {
      expect(manifestOf(folder).clips).toEqual(manifestOf(first).clips);
      expect([...folder.files.keys()].sort()).toEqual([...first.files.keys()].sort());
      for (const { file } of manifestOf(folder).clips) {
        expect(sameBytes(folder.files.get(file)!, first.files.get(file)!)).toBe(true);
      }
    }
  });

  it("durable clips are the same clips", async () => {
    const { path } = await tempFolder();
    const result = await exportSnippets(source, three, { folder: await fileFolder(path), durable: true });
    expect(result.clips).toHaveLength(3);
    expectHonestManifest(path);
  });

  it("leaves the recording open", async () => {
    let isClosed = false;
    const watched = {
      ...source,
      close: async () => {
        isClosed = true;
      },
    };
    await exportSnippets(watched, three, { folder: memoryFolder() });
    expect(isClosed).toBe(false);
  });

  it("a recording that is no WAV file leaves nothing in the folder", async () => {
    const folder = memoryFolder();
    const error = await failure(exportSnippets(memorySource(new Uint8Array(100)), three, { folder }));
    expect(error.code).toBe("wav/not-wav");
    expect([...folder.files.keys()]).toEqual([]);
  });

  it.each([
    [{ concurrency: 0 }, "options.concurrency, when provided, must be an integer from 1 to 64, got 0"],
    [{ concurrency: 1.5 }, "options.concurrency, when provided, must be an integer from 1 to 64, got 1.5"],
    [{ concurrency: 65 }, "options.concurrency, when provided, must be an integer from 1 to 64, got 65"],
    [{ concurrency: "4" }, 'options.concurrency, when provided, must be an integer from 1 to 64, got "4"'],
    ...[0, -1, Number.NaN, 2 ** 31, Number.POSITIVE_INFINITY].map((timeoutMs) => [
      { timeoutMs },
      `options.timeoutMs, when provided, must be a positive number of milliseconds below 2^31, got ${timeoutMs}`,
    ]),
    [
      { timeoutMs: "500" },
      'options.timeoutMs, when provided, must be a positive number of milliseconds below 2^31, got "500"',
    ],
    [{ mode: "fast" }, 'options.mode, when provided, must be "streaming" or "legacy", got "fast"'],
    [{ mode: null }, 'options.mode, when provided, must be "streaming" or "legacy", got null'],
  ] as [object, string][])("refuses %j", async (option, message) => {
    const folder = memoryFolder();
    const options = { folder, ...option } as SnippetExportOptions;
    const error = await failure(exportSnippets(source, three, options));
    expect(error.code).toBe("options/invalid");
    expect(error.message).toBe(message);
    expect([...folder.files.keys()]).toEqual([]);
  });
});
