import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { tempFolder } from "../helpers/temp-folder.ts";
import { madeMedia } from "./support/made-media.ts";
import { KINDS } from "./support/media-kinds.ts";
import { BUNDLE, runScript } from "./support/run-script.ts";
import { testSound } from "./support/test-sound.ts";

let folder = "";
let flac = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longwave-processes-"));
  flac = join(folder, "a.flac");
  await writeFile(flac, await madeMedia(KINDS["flac"]!, testSound(44_100, 1, 44_100)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Opens the file, and prints how many frames it has, or the error. */
const OPEN = () => `
  try {
    const media = await lw.openMedia(await lw.fileSource(${JSON.stringify(flac)}));
    print({ frames: media.frames });
  } catch ({ name, code, message }) {
    print({ name, code, message });
  }`;

describe("a process", () => {
  test("without any program on its path reads media", async () => {
    expect(await runScript(OPEN(), { env: { PATH: "" } })).toEqual({ frames: 44_100 });
  });

  test("in which @ffmpeg/core cannot be found says what installs it", async () => {
    const lone = await tempFolder();
    await cp(BUNDLE, lone.file("bundle"), { recursive: true });
    await writeFile(lone.file("package.json"), '{ "type": "module" }');
    const answer = await runScript(OPEN(), { bundle: lone.file("bundle"), cwd: lone.path });
    expect(answer).toMatchObject({ name: "LongwaveError", code: "media/not-installed" });
    expect(answer).toMatchObject({ message: expect.stringContaining("npm install @ffmpeg/core@0.12.10") });
  });

  test("with another version of @ffmpeg/core says which one it wants", async () => {
    const lone = await tempFolder();
    await cp(BUNDLE, lone.file("bundle"), { recursive: true });
    await writeFile(lone.file("package.json"), '{ "type": "module" }');
    const core = resolve("node_modules/@ffmpeg/core");
    const copy = lone.file("node_modules/@ffmpeg/core");
    await mkdir(dirname(copy), { recursive: true });
    await mkdir(copy);
    const facts = JSON.parse(await readFile(join(core, "package.json"), "utf8"));
    await writeFile(join(copy, "package.json"), JSON.stringify({ ...facts, version: "0.12.9" }));
    await symlink(join(core, "dist"), join(copy, "dist"));
    // Resolved through the link, the package would be that of the project.
    const env = { ...process.env, NODE_OPTIONS: "--preserve-symlinks" };
    const answer = await runScript(OPEN(), { bundle: lone.file("bundle"), cwd: lone.path, env });
    expect(answer).toMatchObject({ name: "LongwaveError", code: "media/core-version" });
    expect(answer).toMatchObject({ message: expect.stringMatching(/0\.12\.10.*0\.12\.9/) });
  });

  test("ends by itself within ten seconds of its last job, though nobody closed anything", async () => {
    const script = `
      const source = await lw.fileSource(${JSON.stringify(flac)});
      const opened = await Promise.all([1, 2, 3, 4].map(() => lw.openMedia(source)));
      // The decoders have more to give, and wait for somebody to take it.
      await Promise.all(opened.map((media) => media.read(0, [new Float32Array(10)])));
      const controller = new AbortController();
      const job = lw.transcode(source, lw.memorySink(), { format: "mp3", signal: controller.signal });
      controller.abort();
      await job.catch(() => {});
      const done = Date.now();
      process.on("exit", () => print({ waited: Date.now() - done }));`;
    const { waited } = (await runScript(script)) as { waited: number };
    // Some tenths of a second, where the machine does nothing else.
    expect(waited).toBeLessThan(10_000);
  });
});
