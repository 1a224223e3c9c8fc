import { beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { clipId } from "../../../src/jobs/snippets/clip-name.ts";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import type { ExportProgress } from "../../../src/jobs/snippets/progress.ts";
import { exportClock } from "../../../src/jobs/snippets/progress.ts";
import type { ByteSource } from "../../../src/stream/byte-source.ts";
import type { Folder } from "../../../src/stream/folder.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { fileFolder } from "../../../src/stream/node/index.ts";
import { expectHonestManifest, expectWholeClips, hiddenIn, manifestOf } from "../../helpers/export-folder.ts";
import {
  countingSamples,
  countingSource,
  FRAME_BYTES,
  RATE,
  samplesOf,
} from "../../helpers/export-recording.ts";
import { framesIn, segmentsOf } from "../../helpers/export-segments.ts";
import { watchedFolder } from "../../helpers/export-watched-folder.ts";
import { rejection } from "../../helpers/failure.ts";
import { sameBytes } from "../../helpers/pattern.ts";
import { stopClock, until } from "../../helpers/stopped-clock.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const FRAMES = 30 * RATE;
const source = countingSource(FRAMES);

/** Of a clip, by a clock that only the tests move. */
const LIMIT_MS = 500;

/** How long a clip that hangs may take in tidying up after its limit. */
const TIDYING_MS = 2000;

const passes = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** The recording, where reads at and past a frame up to another never answer. */
function stuckSource(
  from: number,
  to: number,
  onRead: (into: Uint8Array, isStuck: boolean) => void,
): ByteSource {
  return {
    ...source,
    async read(offset, into) {
      const frame = (offset - 44) / FRAME_BYTES;
      const isStuck = frame >= from && frame < to;
      onRead(into, isStuck);
      if (isStuck) await new Promise(() => {});
      return source.read(offset, into);
    },
  };
}

describe("the time limit of a clip", () => {
  beforeEach(stopClock);

  it("ends a clip whose source never answers, the others are exported", async () => {
    const folder = memoryFolder();
    const segments = [0, 2, 4, 6, 8, 10].map((start) => ({ start, end: start + 1 }));
    let isHung = false;
    const stuck = stuckSource(4 * RATE, 5 * RATE, (_, isStuck) => {
      isHung ||= isStuck;
    });
    let done = 0;
    const exporting = exportSnippets(stuck, segments, {
      folder,
      timeoutMs: LIMIT_MS,
      concurrency: 2,
      onProgress: (progress) => {
        done = progress.done;
      },
    });
    await until(() => isHung && done === 5);
    await passes(LIMIT_MS + TIDYING_MS);
    const { clips, failed } = await exporting;
    expect(clips.map(({ id }) => id)).toEqual([1, 2, 4, 5, 6]);
    expect(failed).toMatchObject([
      {
        id: 3,
        error: {
          code: "snippets/timeout",
          message: "clip segment_0003_UNKNOWN.wav took longer than its time limit of 0.5 s",
        },
      },
    ]);
    expect(manifestOf(folder)).toMatchObject({ status: "completed_with_failures", failed });
    expect([...folder.files.keys()].sort()).toEqual(["manifest.json", ...clips.map(({ file }) => file)]);
  });

  it("never uses the memory again that a hung read may still fill", async () => {
    const folder = memoryFolder();
    const hung: Uint8Array[] = [];
    let readsAfter = 0;
    const stuck = stuckSource(0, RATE, (into, isStuck) => {
      if (isStuck) hung.push(into);
      else if (hung.length > 0) {
        readsAfter++;
        // The reads that hung answer late, and wrongly.
        for (const late of hung) {
          expect(late.buffer).not.toBe(into.buffer);
          late.fill(0xee);
        }
      }
    });
    const long = segmentsOf("Ann", 40, FRAMES, 2).filter(({ start }) => start >= 1);
    const segments = [{ start: 0, end: 1 }, { start: 0.5, end: 3 }, ...long];
    const exporting = exportSnippets(stuck, segments, { folder, timeoutMs: LIMIT_MS, concurrency: 1 });
    for (const count of [1, 2]) {
      await until(() => hung.length === count);
      await passes(LIMIT_MS + TIDYING_MS);
    }
    const { clips, failed } = await exporting;
    expect(failed.map(({ id }) => id)).toEqual([1, 2]);
    expect(readsAfter).toBeGreaterThan(20);
    for (const { file, text } of clips) {
      const { from, to } = framesIn(text);
      expect(sameBytes(await samplesOf(folder.files.get(file)!), countingSamples(from, to))).toBe(true);
    }
  });

  it("ends a clip whose file cannot even be begun", async () => {
    let isHung = false;
    const folder = watchedFolder(memoryFolder(), {
      before(step, name) {
        if (step !== "create" || !name.startsWith("segment_0001")) return;
        isHung = true;
        return new Promise(() => {});
      },
    });
    const exporting = exportSnippets(source, segmentsOf("Ann", 5, FRAMES), {
      folder,
      timeoutMs: LIMIT_MS,
      concurrency: 1,
    });
    await until(() => isHung);
    await passes(LIMIT_MS + TIDYING_MS);
    const { clips, failed } = await exporting;
    expect(clips).toHaveLength(4);
    expect(failed).toMatchObject([{ id: 1, error: { code: "snippets/timeout" } }]);
  });

  it("does not take back a clip that got its name while the time ran out", async () => {
    const folder = memoryFolder();
    const slow = watchedFolder(folder, {
      before: (step, name) =>
        step === "close" && name.startsWith("segment_") ? passes(3 * LIMIT_MS) : undefined,
    });
    const { clips } = await exportSnippets(source, [{ start: 0, end: 1 }], {
      folder: slow,
      timeoutMs: LIMIT_MS,
    });
    expect(clips).toHaveLength(1);
    expect(manifestOf(folder)).toMatchObject({ status: "completed", total_clips: 1, stale_clips: [] });
  });

  it("does not count the time that a clip waits for its turn", async () => {
    const folder = memoryFolder();
    const slow = {
      ...source,
      read: async (offset: number, into: Uint8Array) => {
        await passes(LIMIT_MS / 8);
        return source.read(offset, into);
      },
    };
    const { clips } = await exportSnippets(slow, segmentsOf("Ann", 12, FRAMES), {
      folder,
      timeoutMs: LIMIT_MS,
      concurrency: 1,
    });
    expect(clips).toHaveLength(12);
  });
});

describe("an export that is aborted", () => {
  const segments = segmentsOf("Ann", 12, FRAMES, 3);

  /** Exports, and aborts before the step of that number; steps are all that is done to files and the source. */
  async function exportUntil(moment: number, folder: Folder) {
    const controller = new AbortController();
    const reason = new Error("enough");
    let steps = 0;
    const step = async () => {
      if (steps++ === moment) controller.abort(reason);
      await new Promise((resolve) => setImmediate(resolve));
    };
    const slow: ByteSource = {
      ...source,
      async read(offset, into) {
        await step();
        return source.read(offset, into);
      },
    };
    const outcome = await exportSnippets(slow, segments, {
      folder: watchedFolder(folder, { before: step, after: step }),
      signal: controller.signal,
      concurrency: 3,
    }).then(
      ({ clips }) => clips.length,
      (error) => error,
    );
    return { reason, outcome, steps };
  }

  /** So many moments, from before the first step to behind the last of a whole export. */
  async function momentsOf(count: number): Promise<number[]> {
    const { steps } = await exportUntil(Number.POSITIVE_INFINITY, memoryFolder());
    expect(steps).toBeGreaterThan(count);
    return Array.from({ length: count }, (_, n) => Math.round((n * steps) / (count - 1)));
  }

  it("at any moment leaves no unfinished file and lists the clips that are complete", async () => {
    let aborted = 0;
    for (const moment of await momentsOf(120)) {
      const folder = memoryFolder();
      const { reason, outcome } = await exportUntil(moment, folder);
      const names = [...folder.files.keys()].sort();
      if (outcome === reason && names.length === 0) continue; // before anything was begun
      const { status, clips, failed, stale_clips } = manifestOf(folder);
      if (outcome === reason) aborted++;
      expect(status).toBe(outcome === reason ? "aborted" : "completed");
      if (outcome !== reason) expect(outcome).toBe(segments.length);
      expect(failed).toEqual([]);
      expect(stale_clips).toEqual([]);
      expect(names).toEqual(["manifest.json", ...clips.map(({ file }) => file)]);
      for (const { file, text, bytes } of clips) {
        const { from, to } = framesIn(text);
        const clip = folder.files.get(file)!;
        expect(clip.length).toBe(bytes);
        expect(sameBytes(await samplesOf(clip), countingSamples(from, to))).toBe(true);
      }
    }
    expect(aborted).toBeGreaterThan(40);
  });

  it("leaves no unfinished file in a directory either", async () => {
    const textOf = (file: string) => segments[clipId(file) - 1]?.text ?? "";
    for (const moment of await momentsOf(60)) {
      const { path, names } = await tempFolder();
      const { reason, outcome } = await exportUntil(moment, await fileFolder(path));
      expect(hiddenIn(await names())).toEqual([]);
      const manifest = expectHonestManifest(path);
      expect(await expectWholeClips(path, textOf)).toBe(manifest?.total_clips ?? 0);
      if (manifest) expect(manifest.status).toBe(outcome === reason ? "aborted" : "completed");
    }
  });

  it("rejects with the signal's reason, also before it began", async () => {
    const folder = memoryFolder();
    const reason = new Error("not today");
    const signal = AbortSignal.abort(reason);
    expect(await rejection(exportSnippets(source, segments, { folder, signal }))).toBe(reason);
    expect([...folder.files.keys()]).toEqual([]);
  });

  it("waits neither for a source that never answers nor for any timer", async () => {
    // Nobody winds this clock: an export that needed a time limit to end would hang.
    stopClock();
    const folder = memoryFolder();
    const controller = new AbortController();
    const { signal } = controller;
    const reason = new Error("enough");
    const happened = new Set<string>();
    const happens = (event: string) => {
      if (happened.add(event).size === 2) controller.abort(reason);
    };
    const stuck = stuckSource(4 * RATE, 5 * RATE, (_, isStuck) => {
      if (isStuck) happens("one clip is stuck");
    });
    const list = [0, 4].map((start) => ({ start, end: start + 1 }));
    const onProgress = () => happens("the other is complete");
    expect(await rejection(exportSnippets(stuck, list, { folder, signal, onProgress }))).toBe(reason);
    expect(manifestOf(folder)).toMatchObject({ status: "aborted", total_clips: 1 });
  });

  it("removes no stale clip, because it cannot know which are needed", async () => {
    const folder = memoryFolder();
    await exportSnippets(source, segmentsOf("Old", 3, FRAMES), { folder });
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const { signal } = controller;
    const options = { folder, signal, onProgress, concurrency: 1, cleanStaleClips: true };
    await rejection(exportSnippets(source, segments, options));
    expect([...folder.files.keys()].filter((name) => name.includes("Old"))).toHaveLength(3);
    expect(manifestOf(folder).stale_clips).toHaveLength(3);
  });
});

describe("progress", () => {
  it("counts segments and bytes, and the time left falls to 0", async () => {
    const seen: ExportProgress[] = [];
    const bad = [{ start: 1 }, ...segmentsOf("Ann", 9, FRAMES)];
    const { bytes } = await exportSnippets(source, bad, {
      folder: memoryFolder(),
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ done }) => done)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(seen.every(({ total }) => total === 10)).toBe(true);
    expect(seen.every((now, at) => at === 0 || now.bytes >= seen[at - 1]!.bytes)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ failed: 1, bytes, etaMs: 0 });
  });

  it("the result has the milliseconds that passed", async () => {
    vi.useFakeTimers({ toFake: ["Date", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const onProgress = () => vi.advanceTimersByTime(500);
    const three = segmentsOf("Ann", 3, FRAMES);
    const { elapsedMs } = await exportSnippets(source, three, { folder: memoryFolder(), onProgress });
    expect(elapsedMs).toBe(1500);
  });

  it("has no time left to tell before there is a pace", async () => {
    const clock = exportClock(() => 0);
    clock.expect(100);
    expect(clock.progress().etaMs).toBeUndefined();
  });

  it("tells the time left by bytes, because clips differ in length", async () => {
    let now = 1000;
    const clock = exportClock(() => now);
    for (const bytes of [100, 300, 600]) clock.expect(bytes);
    now = 1200;
    clock.done(100, true);
    expect(clock.progress()).toEqual({
      done: 1,
      total: 3,
      failed: 0,
      bytes: 100,
      elapsedMs: 200,
      etaMs: 1800,
    });
    now = 1400;
    clock.done(300, false);
    expect(clock.progress()).toEqual({
      done: 2,
      total: 3,
      failed: 1,
      bytes: 100,
      elapsedMs: 400,
      etaMs: 600,
    });
    clock.done(600, true);
    expect(clock.progress()).toMatchObject({ done: 3, bytes: 700, etaMs: 0 });
  });

  it("falls to 0 also where every segment fails", async () => {
    const seen: ExportProgress[] = [];
    await exportSnippets(source, [{}, {}], { folder: memoryFolder(), onProgress: (now) => seen.push(now) });
    expect(seen.map(({ etaMs }) => etaMs)).toEqual([undefined, 0]);
  });
});
