import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { openSnippetExporter } from "../../../src/jobs/snippets/exporter.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { fileFolder } from "../../../src/stream/node/index.ts";
import {
  expectHonestManifest,
  expectWholeClips,
  hiddenIn,
  manifestIn,
  manifestOf,
  watchManifest,
} from "../../helpers/export-folder.ts";
import { countingSource, RATE } from "../../helpers/export-recording.ts";
import { segmentsOf } from "../../helpers/export-segments.ts";
import { watchedFolder } from "../../helpers/export-watched-folder.ts";
import { failure, rejection } from "../../helpers/failure.ts";
import { settled } from "../../helpers/settled.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const FRAMES = 30 * RATE;
const source = countingSource(FRAMES);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe("an open exporter", () => {
  it.each(["memory", "directory"])(
    "numbers 200 overlapping adds in the order of the calls, in a %s",
    async (kind) => {
      const { path } = await tempFolder();
      const folder = kind === "memory" ? memoryFolder() : await fileFolder(path);
      const exporter = await openSnippetExporter(source, { folder });
      const segments = segmentsOf("Ann", 200, FRAMES, 0.3);
      const outcomes = await Promise.all(segments.map((segment) => exporter.add(segment)));
      expect(outcomes.map(({ id }) => id)).toEqual(segments.map((_, index) => index + 1));
      expect(outcomes.map(({ text }) => text)).toEqual(segments.map(({ text }) => text));
      const { clips } = await exporter.close();
      expect(clips).toEqual(outcomes);
    },
  );

  it("exports a segment as it was when it was added, though its object is used again", async () => {
    const exporter = await openSnippetExporter(source, { folder: memoryFolder() });
    const segment = { start: 0, end: 1, speaker: "Ann" };
    const outcome = exporter.add(segment);
    Object.assign(segment, { start: 2, end: 2.5, speaker: "Bob" });
    expect(await outcome).toMatchObject({ file: "segment_0001_Ann.wav", start: 0, end: 1, speaker: "Ann" });
    await exporter.close();
  });

  it("lists its clips in the manifest soon, though nothing more comes", async () => {
    const folder = memoryFolder();
    const exporter = await openSnippetExporter(source, { folder });
    await exporter.addAll(segmentsOf("Ann", 3, FRAMES, 0.3));
    await expect.poll(() => manifestOf(folder)?.total_clips).toBe(3);
    await exporter.close();
  });

  it("listens once to the caller's signal, however many clips are under way", async () => {
    const { signal } = new AbortController();
    const folder = watchedFolder(memoryFolder(), {
      before: () => expect(getEventListeners(signal, "abort").length).toBeLessThanOrEqual(2),
    });
    const exporter = await openSnippetExporter(source, { folder, signal, concurrency: 32 });
    await exporter.addAll(segmentsOf("Ann", 64, FRAMES, 0.3));
    await exporter.close();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("keeps the numbers of addAll together, among others", async () => {
    const exporter = await openSnippetExporter(source, { folder: memoryFolder() });
    const [a, b, c, d] = segmentsOf("Ann", 4, FRAMES);
    const outcomes = await Promise.all([
      exporter.addAll([a!, b!]),
      exporter.add(c!),
      exporter.addAll([d!, a!]),
    ]);
    expect(outcomes.flat().map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    await exporter.close();
  });

  it("names in an error the index over all calls", async () => {
    const exporter = await openSnippetExporter(source, { folder: memoryFolder() });
    await exporter.add({ start: 0, end: 1 });
    const outcome = await exporter.add({ start: 0 });
    expect(outcome).toMatchObject({
      id: 2,
      status: "failed",
      error: { message: "segment at index 1: expected end to be a number of seconds, got undefined" },
    });
    await exporter.close();
  });

  it("that was closed takes no more segments and does not close again", async () => {
    const exporter = await openSnippetExporter(source, { folder: memoryFolder() });
    const closing = exporter.close();
    const refused = await failure(exporter.add({ start: 0, end: 1 }));
    expect(refused.code).toBe("snippets/ended");
    expect(refused.message).toBe("the export is closed: it takes no more segments");
    await closing;
    expect((await failure(exporter.close())).message).toBe("the export is closed already");
    await exporter.abort();
  });

  it("that was aborted says so", async () => {
    const folder = memoryFolder();
    const exporter = await openSnippetExporter(source, { folder });
    await exporter.add({ start: 0, end: 1 });
    await exporter.abort();
    await exporter.abort();
    const refused = await failure(exporter.add({ start: 0, end: 1 }));
    expect(refused.message).toBe("the export is aborted: it takes no more segments");
    expect((await failure(exporter.close())).message).toBe("the export is aborted already");
    expect(manifestOf(folder)).toMatchObject({ status: "aborted", total_clips: 1 });
    expect(hiddenIn(folder.files.keys())).toEqual([]);
  });

  it("waits in close for what was added before", async () => {
    const folder = memoryFolder();
    const exporter = await openSnippetExporter(source, { folder });
    for (const segment of segmentsOf("Ann", 20, FRAMES)) exporter.add(segment);
    expect((await exporter.close()).clips).toHaveLength(20);
    expect(manifestOf(folder)).toMatchObject({ status: "completed", total_clips: 20 });
  });

  it("can be aborted while it closes", async () => {
    const folder = memoryFolder();
    const stuck = { ...source, read: source.read };
    const exporter = await openSnippetExporter(stuck, { folder });
    stuck.read = () => new Promise(() => {});
    const adding = rejection(exporter.add({ start: 0, end: 1 }));
    const closing = rejection(exporter.close());
    await settled();
    const reason = new Error("enough");
    await exporter.abort(reason);
    expect(await adding).toBe(reason);
    expect(await closing).toBe(reason);
    expect(manifestOf(folder)).toMatchObject({ status: "aborted", total_clips: 0 });
  });

  it("is completed where the signal fires when all is done", async () => {
    const memory = memoryFolder();
    const controller = new AbortController();
    const folder = watchedFolder(memory, {
      before: (step, name) => {
        if (step === "remove" && name.endsWith(".jsonl")) controller.abort();
      },
    });
    const exporter = await openSnippetExporter(source, { folder, signal: controller.signal });
    await exporter.add({ start: 0, end: 1 });
    expect((await exporter.close()).clips).toHaveLength(1);
    expect(controller.signal.aborted).toBe(true);
    expect(manifestOf(memory).status).toBe("completed");
  });

  it("lets go of the signal when it ends", async () => {
    const { signal } = new AbortController();
    const exporter = await openSnippetExporter(source, { folder: memoryFolder(), signal });
    await exporter.add({ start: 0, end: 1 });
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    await exporter.close();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("may be aborted while nobody listens to its adds", async () => {
    // Vitest fails the run when a rejection is left unhandled.
    const folder = memoryFolder();
    const exporter = await openSnippetExporter(source, { folder });
    for (const segment of segmentsOf("Ann", 20, FRAMES)) exporter.add(segment);
    await exporter.abort();
    await settled();
    expect(manifestOf(folder).status).toBe("aborted");
  });

  it("lists in the manifest all that is complete when it is flushed", async () => {
    const folder = memoryFolder();
    const exporter = await openSnippetExporter(source, { folder });
    for (const [index, segment] of segmentsOf("Ann", 5, FRAMES).entries()) {
      await exporter.add(segment);
      await exporter.flush();
      expect(manifestOf(folder)).toMatchObject({ status: "in_progress", total_clips: index + 1 });
    }
    await exporter.close();
  });

  it("that appends keeps the clips listed, and numbers on", async () => {
    const { path } = await tempFolder();
    const folder = await fileFolder(path);
    for (const round of [0, 1, 2]) {
      const exporter = await openSnippetExporter(source, { folder, append: true, cleanStaleClips: true });
      for (const segment of segmentsOf(`R${round}`, 3, FRAMES)) await exporter.add(segment);
      await exporter.add({ start: 1 });
      expect((await exporter.close()).clips.map(({ id }) => id)).toEqual(
        [1, 2, 3].map((id) => id + round * 4),
      );
    }
    const { clips, failed, stale_clips } = manifestIn(path);
    expect(clips.map(({ id }) => id)).toEqual([1, 2, 3, 5, 6, 7, 9, 10, 11]);
    expect(failed.map(({ id }) => id)).toEqual([4, 8, 12]);
    expect(stale_clips).toEqual([]);
    const byFile = new Map(clips.map(({ file, text }) => [file, text]));
    expect(await expectWholeClips(path, (file) => byFile.get(file) ?? "")).toBe(9);
  });

  it("fed with pauses keeps the manifest true at every moment", async () => {
    const { path, names } = await tempFolder();
    const watch = watchManifest(path);
    const exporter = await openSnippetExporter(source, { folder: await fileFolder(path) });
    for (const [index, segment] of segmentsOf("Ann", 40, FRAMES, 3).entries()) {
      exporter.add(segment);
      // It grows while it is looked at, and lacks an eighth at most.
      const listed = () => Math.max(...watch.counts);
      if (index % 5 === 0) await expect.poll(listed, { interval: 5 }).toBeGreaterThan(index - 5);
      else await pause(index % 3);
    }
    await exporter.close();
    await watch.stop();
    expect(watch.counts.size).toBeGreaterThan(3);
    expect(expectHonestManifest(path)?.total_clips).toBe(40);
    expect(hiddenIn(await names())).toEqual([]);
  });

  it("two in one process share a folder", async () => {
    const folder = memoryFolder();
    const one = await openSnippetExporter(source, { folder });
    const other = await openSnippetExporter(source, { folder });
    const segments = segmentsOf("Ann", 20, FRAMES);
    await Promise.all([
      ...segments.map((segment) => one.add(segment)),
      ...segments.map((segment) => other.add(segment)),
    ]);
    await one.close();
    expect(manifestOf(folder).status).toBe("in_progress");
    await other.close();
    const { status, clips } = manifestOf(folder);
    expect(status).toBe("completed");
    expect(clips.map(({ id }) => id)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
    expect(hiddenIn(folder.files.keys())).toEqual([]);
  });
});

describe("when somebody meddles with the folder while an exporter is open", () => {
  it("a manifest that is removed comes back with the clips of all", async () => {
    const folder = memoryFolder();
    const one = await openSnippetExporter(source, { folder });
    const other = await openSnippetExporter(source, { folder });
    const [a, b, c] = segmentsOf("Ann", 3, FRAMES);
    await one.add(a!);
    await other.add(b!);
    await one.flush();
    await other.flush();
    await folder.remove("manifest.json");
    await other.add(c!);
    await other.flush();
    expect(manifestOf(folder).clips.map(({ id }) => id)).toEqual([1, 2, 3]);
    await other.close();
    await one.close();
    expect(manifestOf(folder)).toMatchObject({ status: "completed", total_clips: 3 });
  });

  it("no number is given twice when the next one is forgotten", async () => {
    const folder = memoryFolder();
    const exporter = await openSnippetExporter(source, { folder });
    for (const segment of segmentsOf("Ann", 3, FRAMES)) await exporter.add(segment);
    await folder.remove(".longwave-export.next");
    expect(await exporter.add({ start: 0, end: 1 })).toMatchObject({ id: 4 });
    await exporter.flush();
    await folder.remove(".longwave-export.next");
    expect(await exporter.add({ start: 0, end: 1 })).toMatchObject({ id: 5 });
    await exporter.close();
    expect(manifestOf(folder).total_clips).toBe(5);
  });
});

describe("when the folder fails", () => {
  it("a manifest that cannot be begun leaves nothing behind", async () => {
    const memory = memoryFolder();
    const folder = watchedFolder(memory, {
      before: (step, name) => {
        if (step === "create" && name === "manifest.json") throw new Error("full");
      },
    });
    expect(await rejection(openSnippetExporter(source, { folder }))).toEqual(new Error("full"));
    expect([...memory.files.keys()]).toEqual([]);
  });

  it("a manifest that cannot be ended does not hold up the next export of this process", async () => {
    const memory = memoryFolder();
    let isFull = false;
    const folder = watchedFolder(memory, {
      before: (step, name) => {
        if (isFull && step === "create" && name === "manifest.json") throw new Error("full");
      },
    });
    const [a, b] = segmentsOf("Ann", 2, FRAMES);
    const exporter = await openSnippetExporter(source, { folder });
    await exporter.add(a!);
    await exporter.add(b!);
    isFull = true;
    expect(await rejection(exporter.close())).toEqual(new Error("full"));
    await exporter.abort();
    isFull = false;
    const next = await openSnippetExporter(source, { folder, cleanStaleClips: true });
    expect(manifestOf(memory).stale_clips).toHaveLength(2);
    await next.add({ ...a, speaker: "Bob" });
    await next.close();
    expect([...memory.files.keys()].sort()).toEqual(["manifest.json", "segment_0001_Bob.wav"]);
    expect(manifestOf(memory).status).toBe("completed");
  });

  it("a segment that gets no number is refused, and close tells of it", async () => {
    const memory = memoryFolder();
    let isFull = false;
    const folder = watchedFolder(memory, {
      before: (step, name) => {
        if (isFull && step === "write" && name.endsWith(".jsonl")) throw new Error("full");
      },
    });
    const exporter = await openSnippetExporter(source, { folder });
    await exporter.add({ start: 0, end: 1 });
    isFull = true;
    expect(await rejection(exporter.add({ start: 1, end: 2 }))).toEqual(new Error("full"));
    isFull = false;
    await exporter.add({ start: 2, end: 3 });
    expect(await rejection(exporter.close())).toEqual(new Error("full"));
    expect(manifestOf(memory)).toMatchObject({ status: "aborted", total_clips: 2 });
    expect(hiddenIn(memory.files.keys())).toEqual([]);
  });

  it("a clip that is there although its writing failed counts as stale, not as complete", async () => {
    const memory = memoryFolder();
    const folder = watchedFolder(memory, {
      after: (step, name) => {
        if (step === "close" && name.startsWith("segment_0002")) throw new Error("not synced");
      },
    });
    const exporter = await openSnippetExporter(source, { folder });
    await exporter.addAll(segmentsOf("Ann", 3, FRAMES));
    const { clips, failed } = await exporter.close();
    expect(clips.map(({ id }) => id)).toEqual([1, 3]);
    expect(failed).toMatchObject([{ id: 2, error: { code: "snippets/failed", message: "not synced" } }]);
    expect(manifestOf(memory).stale_clips.map(({ file }) => file)).toEqual(["segment_0002_Ann.wav"]);
  });
});
