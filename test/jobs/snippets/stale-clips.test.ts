import { existsSync } from "node:fs";
import { mkdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { exportSnippets } from "../../../src/jobs/snippets/export-snippets.ts";
import { fileFolder } from "../../../src/stream/node/index.ts";
import { expectHonestManifest, hiddenIn, manifestIn } from "../../helpers/export-folder.ts";
import { countingSource, RATE } from "../../helpers/export-recording.ts";
import { segmentsOf } from "../../helpers/export-segments.ts";
import { failure } from "../../helpers/failure.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const FRAMES = 30 * RATE;
const source = countingSource(FRAMES);

/** The journal of a process that died: its host is another one. */
const DEAD_JOURNAL = ".longwave-export-elsewhere-1-1.1.jsonl";

async function workshop() {
  const { path, file, names } = await tempFolder();
  const folder = await fileFolder(path);
  return {
    path,
    file,
    names,
    run: (speaker: string, count: number, cleanStaleClips: boolean) =>
      exportSnippets(source, segmentsOf(speaker, count, FRAMES), { folder, cleanStaleClips }),
    clips: async () => (await names()).filter((name) => name.startsWith("segment_")),
  };
}

describe("clips of earlier exports", () => {
  it("are removed when asked for, where this export did not write them again", async () => {
    const { run, names } = await workshop();
    await run("Ann", 5, false);
    await run("Ann", 2, true);
    expect(await names()).toEqual(["manifest.json", "segment_0001_Ann.wav", "segment_0002_Ann.wav"]);
  });

  it("stay unless asked for, and are listed as stale", async () => {
    const { run, path, clips } = await workshop();
    await run("Ann", 3, false);
    await run("Bob", 1, false);
    expect(await clips()).toHaveLength(4);
    const { stale_clips } = manifestIn(path);
    expect(stale_clips.map(({ file }) => file)).toEqual([1, 2, 3].map((id) => `segment_000${id}_Ann.wav`));
    for (const { file, bytes } of stale_clips) expect((await stat(`${path}/${file}`)).size).toBe(bytes);
  });

  it("are removed also when they came together over several exports", async () => {
    const { run, path, names } = await workshop();
    for (const speaker of ["A", "B", "C", "D"]) await run(speaker, 3, false);
    expect(manifestIn(path).stale_clips).toHaveLength(9);
    await run("E", 1, true);
    expect(await names()).toEqual(["manifest.json", "segment_0001_E.wav"]);
    expect(manifestIn(path).stale_clips).toEqual([]);
  });

  it("are removed also where there are no segments now", async () => {
    const { run, names } = await workshop();
    await run("Ann", 3, false);
    await run("Ann", 0, true);
    expect(await names()).toEqual(["manifest.json"]);
  });

  it("are removed also where an export was killed before it listed them", async () => {
    const { run, file, names } = await workshop();
    await run("Ann", 1, false);
    await writeFile(file("segment_0002_Bob.wav"), "complete");
    await writeFile(file("segment_0003_Bob.wav"), "listed");
    const clip = { id: 3, file: "segment_0003_Bob.wav", bytes: 6, status: "complete", speaker: "Bob" };
    const planned = [
      { file: "segment_0002_Bob.wav", bytes: 8 },
      { file: "segment_0003_Bob.wav", bytes: 6 },
      { file: "segment_0004_Bob.wav", bytes: 9 },
    ];
    await writeFile(file(DEAD_JOURNAL), `${JSON.stringify({ planned })}\n${JSON.stringify({ clip })}\n{"cli`);
    await run("Cid", 1, true);
    expect(await names()).toEqual(["manifest.json", "segment_0001_Cid.wav"]);
  });

  it("are removed where a killed export planned the same name with another size", async () => {
    const { run, file, names } = await workshop();
    await run("Ann", 2, false);
    const planned = [{ file: "segment_0002_Ann.wav", bytes: 99 }];
    await writeFile(file(DEAD_JOURNAL), `${JSON.stringify({ planned })}\n`);
    await run("Bob", 1, true);
    expect(await names()).toEqual(["manifest.json", "segment_0001_Bob.wav"]);
  });

  it("stay where the segment that they belong to fails now, and then are stale", async () => {
    const { run, file, path, clips } = await workshop();
    await run("Ann", 2, false);
    await mkdir(file("segment_0001_Bob.wav"));
    const { failed } = await run("Bob", 1, false);
    expect(failed).toHaveLength(1);
    expect(manifestIn(path).stale_clips).toHaveLength(2);
    expect(await clips()).toHaveLength(3);
  });
});

describe("what no exporter wrote is never removed", () => {
  it("files of a user, with a clip's name or another", async () => {
    const { run, file, names } = await workshop();
    await run("Ann", 2, false);
    for (const name of ["segment_9999_foreign.wav", "notes.txt", ".hidden", "segment_0001_Ann.wav.bak"]) {
      await writeFile(file(name), "mine");
    }
    await run("Bob", 1, true);
    expect(await names()).toEqual([
      ".hidden",
      "manifest.json",
      "notes.txt",
      "segment_0001_Ann.wav.bak",
      "segment_0001_Bob.wav",
      "segment_9999_foreign.wav",
    ]);
  });

  it("a clip that the user has replaced by a file of another size", async () => {
    const { run, file, path } = await workshop();
    await run("Ann", 2, false);
    await writeFile(file("segment_0002_Ann.wav"), "my own words");
    await run("Bob", 1, true);
    expect(await readFile(file("segment_0002_Ann.wav"), "utf8")).toBe("my own words");
    expect(existsSync(file("segment_0001_Ann.wav"))).toBe(false);
    // It is the user's for good.
    expect(manifestIn(path).stale_clips).toEqual([]);
  });

  it("a link or a folder in a clip's place", async () => {
    const { run, file } = await workshop();
    const elsewhere = await tempFolder();
    const { clips } = await run("Ann", 3, false);
    const { rm, rename } = await import("node:fs/promises");
    // What the link points at has the clip's very size.
    await rename(file("segment_0001_Ann.wav"), elsewhere.file("precious.wav"));
    await symlink(elsewhere.file("precious.wav"), file("segment_0001_Ann.wav"));
    await rm(file("segment_0002_Ann.wav"));
    await mkdir(file("segment_0002_Ann.wav"));
    await run("Bob", 1, true);
    expect((await stat(file("segment_0001_Ann.wav"))).size).toBe(clips[0]!.bytes);
    expect((await stat(file("segment_0002_Ann.wav"))).isDirectory()).toBe(true);
    expect(existsSync(file("segment_0003_Ann.wav"))).toBe(false);
  });

  it.each(["../x", "notes.txt", "manifest.json", "/etc/passwd", "segment_0001_../../x.wav", ""])(
    "%j, where somebody wrote it into the manifest: that is nobody's manifest then",
    async (name) => {
      const { run, file, path } = await workshop();
      await run("Ann", 2, false);
      await writeFile(file("notes.txt"), "mine");
      const manifest = manifestIn(path);
      for (const tampered of [
        { ...manifest, stale_clips: [{ file: name, bytes: 4 }] },
        { ...manifest, clips: [{ ...manifest.clips[0], file: name, bytes: 4 }] },
      ]) {
        const text = JSON.stringify(tampered);
        await writeFile(file("manifest.json"), text);
        expect((await failure(run("Bob", 1, true))).code).toBe("snippets/foreign-manifest");
        expect(await readFile(file("manifest.json"), "utf8")).toBe(text);
        expect(await readFile(file("notes.txt"), "utf8")).toBe("mine");
        expect(existsSync(file("segment_0002_Ann.wav"))).toBe(true);
      }
    },
  );

  it("what a tampered journal names, and its broken lines hold nobody up", async () => {
    const { run, file, names } = await workshop();
    await writeFile(file("notes.txt"), "mine");
    const planned = [{ file: "notes.txt", bytes: 4 }, { file: "../notes.txt", bytes: 4 }, null, 7];
    const lines = [
      JSON.stringify({ planned }),
      '{"clip":{"id":1,"fi{"clip":{}}',
      "null",
      "[]",
      '{"planned":7,"clip":{"file":"../x"},"failed":null}',
      "",
      "\0\0\0",
    ];
    await writeFile(file(DEAD_JOURNAL), lines.join("\n"));
    await run("Ann", 1, true);
    expect(await names()).toEqual(["manifest.json", "notes.txt", "segment_0001_Ann.wav"]);
  });
});

describe("a manifest.json that is there already", () => {
  it.each([
    "{}",
    "[]",
    "null",
    "no JSON",
    '{"name":"web app","icons":[]}',
    '{"clips":[],"failed":[]}',
    '{"clips":[{"file":"segment_0001_A.wav","bytes":1}],"failed":[],"stale_clips":[]}',
    '{"clips":[],"failed":[null],"stale_clips":[]}',
  ])("is not overwritten when it is foreign: %s", async (text) => {
    const { run, file, names, path } = await workshop();
    await writeFile(file("manifest.json"), text);
    const error = await failure(run("Ann", 1, true));
    expect(error.code).toBe("snippets/foreign-manifest");
    expect(error.message).toBe(
      `manifest.json in ${path} was not written by this exporter, and would be lost; ` +
        "choose another folder, or move it away",
    );
    expect(await readFile(file("manifest.json"), "utf8")).toBe(text);
    expect(await names()).toEqual(["manifest.json"]);
  });

  it.each(["", "\n", "\0\0\0\0\0\0", "\0".repeat(5000)])(
    "counts as none when a power cut left %j",
    async (text) => {
      const { run, file, path, names } = await workshop();
      await writeFile(file("manifest.json"), text);
      await run("Ann", 1, true);
      expect(expectHonestManifest(path)).toMatchObject({ status: "completed", total_clips: 1 });
      expect(hiddenIn(await names())).toEqual([]);
    },
  );
});

describe("an export after a killed one", () => {
  const clip = { id: 4, file: "segment_0004_Bob.wav", speaker: "Bob", start: 0, end: 1, status: "complete" };
  const failed = {
    id: 5,
    speaker: "Bob",
    start: 0,
    end: 1,
    status: "failed",
    error: { code: "x", message: "y" },
  };

  it("that appends lists the clips that the killed one completed, and numbers on from them", async () => {
    const { path, file, names, run } = await workshop();
    await run("Ann", 3, false);
    await writeFile(file("segment_0004_Bob.wav"), "complete");
    const notes = [{ planned: [{ file: clip.file, bytes: 8 }] }, { clip: { ...clip, bytes: 8 } }, { failed }];
    await writeFile(file(DEAD_JOURNAL), notes.map((note) => `${JSON.stringify(note)}\n`).join(""));
    const folder = await fileFolder(path);
    const { clips } = await exportSnippets(source, segmentsOf("Cid", 1, FRAMES), { folder, append: true });
    expect(clips.map(({ id }) => id)).toEqual([6]);
    const manifest = expectHonestManifest(path);
    expect(manifest?.clips.map(({ id }) => id)).toEqual([1, 2, 3, 4, 6]);
    expect(manifest).toMatchObject({ status: "completed_with_failures", failed: [failed] });
    expect(hiddenIn(await names())).toEqual([]);
  });

  it("takes over its unfinished files, its lock and its journal", async () => {
    const { file, names, run } = await workshop();
    await writeFile(file(".longwave-elsewhere-1-1-7.part"), "half a cl");
    await writeFile(file(".longwave-export.lock"), "elsewhere-1-1");
    await writeFile(file(".longwave-export.next"), "500");
    await writeFile(file(DEAD_JOURNAL), "");
    const { clips } = await run("Ann", 1, false);
    expect(clips).toMatchObject([{ id: 1 }]);
    expect(await names()).toEqual(["manifest.json", "segment_0001_Ann.wav"]);
  });
});
