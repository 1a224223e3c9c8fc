import { readdirSync, statfsSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import { readManifest } from "../../../src/jobs/snippets/manifest.ts";
import { LongwaveError } from "../../../src/stream/error.ts";
import { memoryFolder } from "../../../src/stream/memory-folder.ts";
import { fileFolder } from "../../../src/stream/node/index.ts";
import { expectHonestManifest, expectWholeClips, hiddenIn } from "../../helpers/export-folder.ts";
import { countingSamples, countingSource, RATE, samplesOf } from "../../helpers/export-recording.ts";
import { framesIn, segmentsOf } from "../../helpers/export-segments.ts";
import { watchedFolder } from "../../helpers/export-watched-folder.ts";
import { tinyDisk } from "../../helpers/tiny-disk.ts";

const FRAMES = 30 * RATE;
const source = countingSource(FRAMES);

/** Segments of 14,000 frames each, whose clips have 56,044 bytes. */
const twelve = Array.from({ length: 12 }, (_, index) => {
  const [from, to] = [index * RATE, index * RATE + 14_000];
  return { start: from / RATE, end: to / RATE, speaker: "Ann", text: `Ann ${index} ${from} ${to}` };
});

describe("a folder that becomes full", () => {
  it.each([
    [0, 0],
    [44, 0],
    [56_043, 0],
    [56_044, 1],
    [250_000, 4],
    [12 * 56_044 - 1, 11],
  ])("after %d bytes of clips lists the %d that fit, and the others as failed", async (room, fitting) => {
    const memory = memoryFolder();
    let left = room;
    const folder = watchedFolder(memory, {
      before(step, name, bytes) {
        if (step !== "write" || !name.startsWith("segment_")) return;
        left -= bytes;
        if (left < 0) throw new LongwaveError("file/no-space", `cannot write ${name}: no space left`);
      },
    });
    const { clips, failed } = await exportSnippets(source, twelve, { folder, concurrency: 1 });
    const ids = twelve.map((_, index) => index + 1);
    expect(clips.map(({ id }) => id)).toEqual(ids.slice(0, fitting));
    expect(failed.map(({ id }) => id)).toEqual(ids.slice(fitting));
    expect(new Set(failed.map(({ error }) => error.code))).toEqual(new Set(["file/no-space"]));

    expect([...memory.files.keys()].sort()).toEqual(["manifest.json", ...clips.map(({ file }) => file)]);
    const manifest = readManifest(new TextDecoder().decode(memory.files.get("manifest.json")), "memory");
    expect(manifest).toMatchObject({
      status: "completed_with_failures",
      total_clips: fitting,
      clips,
      failed,
      stale_clips: [],
    });
    for (const { file, text, bytes } of clips) {
      const { from, to } = framesIn(text);
      const clip = memory.files.get(file)!;
      expect(clip.length).toBe(bytes);
      expect(await samplesOf(clip)).toEqual(countingSamples(from, to));
    }
  });
});

describe("a disk that becomes full", () => {
  it("fails the clips that do not fit and lists those that do", async (context) => {
    const path = await tinyDisk();
    if (!path) return skipLoudly(context);
    // Clips of 56 KB each on a disk of 256 KiB: what is left when one does not fit is room for the manifest.
    const folder = await fileFolder(path);
    const { clips, failed } = await exportSnippets(source, twelve, { folder, concurrency: 2 });
    expect(clips.length).toBeGreaterThan(2);
    expect(clips.length + failed.length).toBe(12);
    expect(new Set(failed.map(({ error }) => error.code))).toEqual(new Set(["file/no-space"]));
    const manifest = expectHonestManifest(path);
    expect(manifest).toMatchObject({ status: "completed_with_failures", clips, failed });
    const textOf = new Map(clips.map(({ file, text }) => [file, text]));
    expect(await expectWholeClips(path, (file) => textOf.get(file) ?? "")).toBe(clips.length);
    expect(hiddenIn(readdirSync(path))).toEqual([]);
  });

  it.for([0, 1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20])(
    "with %d pages left rejects with file/no-space, or tells which clips failed; the manifest is true either way",
    async (pages, context) => {
      const path = await tinyDisk();
      if (!path) return skipLoudly(context);
      const folder = await fileFolder(path);
      await exportSnippets(source, segmentsOf("Old", 2, FRAMES), { folder });
      fillUp(path, pages);
      const segments = segmentsOf("Ann", 20, FRAMES, 0.3);
      const outcome = await exportSnippets(source, segments, { folder, cleanStaleClips: true }).then(
        ({ failed }) => failed.map(({ error }) => error.code),
        (error) => {
          expect(error).toBeInstanceOf(LongwaveError);
          return [error.code];
        },
      );
      expect(new Set(outcome)).toEqual(new Set(["file/no-space"]));
      expect(expectHonestManifest(path)).toBeDefined();
      const textOf = new Map(["Ann", "Old"].flatMap((speaker) => textsByFile(speaker)));
      await expectWholeClips(path, (file) => textOf.get(file) ?? "");

      // With room again the next export of the same process does it all, and tidies up.
      await rm(join(path, "filler"));
      const again = segmentsOf("Bob", 3, FRAMES, 0.3);
      const { clips } = await exportSnippets(source, again, { folder, cleanStaleClips: true });
      expect(readdirSync(path).sort()).toEqual(["manifest.json", ...clips.map(({ file }) => file)]);
      expect(expectHonestManifest(path)).toMatchObject({ status: "completed", total_clips: 3 });
    },
  );
});

function textsByFile(speaker: string): [string, string][] {
  const segments = speaker === "Old" ? segmentsOf(speaker, 2, FRAMES) : segmentsOf(speaker, 20, FRAMES, 0.3);
  return segments.map(({ text }, index) => [
    `segment_${String(index + 1).padStart(4, "0")}_${speaker}.wav`,
    text,
  ]);
}

/** Takes all room but so many pages. */
function fillUp(path: string, pages: number): void {
  const { bavail, bsize } = statfsSync(path);
  writeFileSync(join(path, "filler"), new Uint8Array((bavail - pages) * bsize));
}

function skipLoudly(context: { skip(note?: string): never }): never {
  process.stderr.write(
    "\n*** SKIPPED: no small disk could be mounted (needs root): disk-full is NOT tested\n\n",
  );
  context.skip("no small disk could be mounted");
}
