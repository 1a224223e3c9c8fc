import { existsSync, readdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import { fileFolder, fileSource } from "../../../src/stream/node/index.ts";
import { expectHonestManifest, expectWholeClips, hiddenIn } from "../../helpers/export-folder.ts";
import { type ExportProcesses, exportProcesses } from "../../helpers/export-process.ts";
import { countingRecording, RATE } from "../../helpers/export-recording.ts";
import { segmentsOf } from "../../helpers/export-segments.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const FRAMES = 60 * RATE;
const CLIPS = 60;
/** Clips of up to 12 s are 370 KB, more than one block. */
const LONGEST = 12;
const KILLS = 50;
/** A victim that is not killed at once comes no further than this: no machine is too fast, or stalls too long. */
const CLIPS_MORE = 6;

let processes: ExportProcesses;
beforeAll(async () => {
  processes = await exportProcesses();
});
afterAll(() => processes.remove());

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const clipsIn = (path: string) => readdirSync(path).filter((name) => name.startsWith("segment_")).length;

it("killed at 50 moments, an export leaves whole clips and a true manifest, and a second one completes it", {
  timeout: 180_000,
}, async () => {
  const input = await tempFolder();
  const recording = input.file("session.wav");
  await writeFile(recording, countingRecording(FRAMES));
  const segments = segmentsOf("Ann", CLIPS, FRAMES, LONGEST);
  const names = segments.map((_, index) => `segment_${String(index + 1).padStart(4, "0")}_Ann.wav`);
  const textOf = (file: string) => segments[names.indexOf(file)]?.text ?? "";

  const start = (out: string, mode: "list" | "add", holdAt: number) => {
    const order = {
      recording,
      frames: FRAMES,
      out,
      speaker: "Ann",
      count: CLIPS,
      longest: LONGEST,
      readMs: 4,
    };
    const child = processes.start({ ...order, mode, holdAt });
    onTestFinished(() => child.kill());
    return child;
  };

  /** Where the kills fell: by the number of clips that they left. */
  const left: number[] = [];
  let withUnfinished = 0;

  async function killAndComplete(kill: number): Promise<void> {
    const { path: out, names: list } = await tempFolder();
    const clips = Math.round((kill / (KILLS - 1)) * CLIPS);
    const victim = start(out, kill % 3 === 2 ? "add" : "list", clips + CLIPS_MORE);
    await victim.begun;
    await expect.poll(() => clipsIn(out), { interval: 1 }).toBeGreaterThanOrEqual(clips);
    await pause(Math.random() * 8);
    await victim.kill();

    if ((await list()).some((name) => name.endsWith(".part"))) withUnfinished++;
    left.push(await expectWholeClips(out, textOf));
    if (existsSync(`${out}/manifest.json`)) expect(expectHonestManifest(out)).toBeDefined();

    const source = await fileSource(recording);
    try {
      const folder = await fileFolder(out);
      await exportSnippets(source, segments, { folder, cleanStaleClips: true });
    } finally {
      await source.close?.();
    }
    expect(await list()).toEqual(["manifest.json", ...names]);
    expect(expectHonestManifest(out)).toMatchObject({
      status: "completed",
      total_clips: CLIPS,
      failed: [],
      stale_clips: [],
    });
    expect(await expectWholeClips(out, textOf)).toBe(CLIPS);
    expect(hiddenIn(await list())).toEqual([]);
  }

  const kills = Array.from({ length: KILLS }, (_, kill) => kill);
  const lane = async () => {
    for (let kill = kills.shift(); kill !== undefined; kill = kills.shift()) await killAndComplete(kill);
  };
  await Promise.all([lane(), lane()]);

  expect(left).toHaveLength(KILLS);
  // Early, in the middle, and late; and some of them in the middle of a clip.
  expect(left.filter((count) => count < CLIPS / 3).length).toBeGreaterThan(3);
  expect(left.filter((count) => count >= CLIPS / 3 && count < (CLIPS * 2) / 3).length).toBeGreaterThan(3);
  expect(left.filter((count) => count >= (CLIPS * 2) / 3).length).toBeGreaterThan(3);
  expect(withUnfinished).toBeGreaterThan(5);
});
