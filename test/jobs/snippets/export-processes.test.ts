import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import {
  expectHonestManifest,
  expectWholeClips,
  hiddenIn,
  manifestIn,
  watchManifest,
} from "../../helpers/export-folder.ts";
import { type ExportOrder, type ExportProcesses, exportProcesses } from "../../helpers/export-process.ts";
import { countingRecording, RATE } from "../../helpers/export-recording.ts";
import { segmentsOf } from "../../helpers/export-segments.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const FRAMES = 30 * RATE;
let processes: ExportProcesses;
beforeAll(async () => {
  processes = await exportProcesses();
});
afterAll(() => processes.remove());

async function workshop() {
  const input = await tempFolder();
  const { path: out, names } = await tempFolder();
  const recording = input.file("session.wav");
  await writeFile(recording, countingRecording(FRAMES));
  return {
    out,
    names,
    start(order: Pick<ExportOrder, "speaker" | "count" | "mode"> & Partial<ExportOrder>) {
      const child = processes.start({ recording, out, frames: FRAMES, readMs: 2, ...order });
      onTestFinished(() => child.kill());
      return child;
    },
  };
}

function expectClipsOf(out: string, speaker: string, count: number): void {
  const texts = manifestIn(out)
    .clips.filter((clip) => clip.speaker === speaker)
    .map(({ text }) => text);
  expect(texts.sort()).toEqual(
    segmentsOf(speaker, count, FRAMES)
      .map(({ text }) => text)
      .sort(),
  );
}

describe("processes that export into one folder at the same time", () => {
  it.each([
    [2, "list", 150],
    [3, "list", 100],
    [2, "add", 100],
    [3, "add", 80],
  ] as const)("%d of them, by %s: every clip of each is there and listed", async (count, mode, clips) => {
    const { out, names, start } = await workshop();
    const watch = watchManifest(out);
    const speakers = Array.from({ length: count }, (_, index) => `P${index}`);
    const holdAt = clips / 2;
    const children = speakers.map((speaker) => start({ speaker, count: clips, mode, pauseMs: 3, holdAt }));
    // None is done before all are at work: then it would be one export after another.
    await Promise.all(children.map((child) => child.held));
    await expect.poll(() => watch.looks).toBeGreaterThan(10);
    for (const child of children) child.go();
    await Promise.all(children.map((child) => child.ended()));
    await watch.stop();
    const manifest = expectHonestManifest(out);
    expect(manifest).toMatchObject({
      status: "completed",
      total_clips: count * clips,
      failed: [],
      stale_clips: [],
    });
    for (const speaker of speakers) expectClipsOf(out, speaker, clips);
    expect(new Set(manifest?.clips.map(({ id }) => id)).size).toBe(count * clips);
    expect(manifest?.clips.at(-1)?.id).toBe(count * clips);
    const textOf = new Map(manifest?.clips.map(({ file, text }) => [file, text]));
    expect(await expectWholeClips(out, (file) => textOf.get(file) ?? "")).toBe(count * clips);
    expect(hiddenIn(await names())).toEqual([]);
  });

  it("a list and a live feed, one begun while the other is at work", async () => {
    const { out, names, start } = await workshop();
    const watch = watchManifest(out);
    const live = start({ speaker: "Live", count: 60, mode: "add", pauseMs: 10, holdAt: 20 });
    await live.held;
    const list = start({ speaker: "List", count: 60, mode: "list", holdAt: 20 });
    await list.held;
    for (const child of [live, list]) child.go();
    await Promise.all([live.ended(), list.ended()]);
    await watch.stop();
    expect(expectHonestManifest(out)).toMatchObject({ status: "completed", total_clips: 120 });
    expectClipsOf(out, "Live", 60);
    expectClipsOf(out, "List", 60);
    expect(hiddenIn(await names())).toEqual([]);
  });

  it("one of them is killed: the other goes on, and lists what the dead one completed", async () => {
    const { out, names, start } = await workshop();
    const watch = watchManifest(out);
    const order = { count: 100, mode: "add", pauseMs: 8 } as const;
    // Neither is done before the one is killed.
    const survivor = start({ ...order, speaker: "Sam", holdAt: 60 });
    const victim = start({ ...order, speaker: "Vic", holdAt: 60 });
    const clipsOf = async (who: string) => (await names()).filter((name) => name.includes(`_${who}.wav`));
    await expect.poll(async () => (await clipsOf("Sam")).length).toBeGreaterThan(0);
    await expect.poll(async () => (await clipsOf("Vic")).length, { interval: 5 }).toBeGreaterThan(20);
    await victim.kill();
    const killed = await clipsOf("Vic");
    survivor.go();
    await survivor.ended();
    await watch.stop();
    const manifest = expectHonestManifest(out);
    expect(manifest?.status).toBe("completed");
    expectClipsOf(out, "Sam", 100);
    // Of clips that got their names in its last moments the dead one may not have made a note.
    const listed = manifest?.clips.filter(({ speaker }) => speaker === "Vic").map(({ file }) => file) ?? [];
    const stale = manifest?.stale_clips.map(({ file }) => file) ?? [];
    expect([...listed, ...stale].sort()).toEqual(killed.sort());
    // No number bounds these: a clip makes room for the next one before the note of it is written, which may take its time.
    expect(stale.length).toBeLessThan(killed.length / 2);
    expect(hiddenIn(await names())).toEqual([]);
  });
});
