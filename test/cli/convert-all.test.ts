import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sourcesOf } from "../../src/cli/source-list.ts";
import { longwave, startLongwave } from "../helpers/cli-command.ts";
import { mediaFolder } from "../helpers/cli-media.ts";
import { scratchFolder, writeSparseRecording } from "../helpers/cli-recording.ts";

const media = mediaFolder();

/** A folder `in` with three recordings, one that is none, and a text. */
function batchFolder(): string {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, "in"));
  copyFileSync(join(media.path, "talk.mp3"), join(cwd, "in/take2.mp3"));
  copyFileSync(join(media.path, "talk.flac"), join(cwd, "in/take10.flac"));
  copyFileSync(join(media.path, "talk.wav"), join(cwd, "in/take1.wav"));
  writeFileSync(join(cwd, "in/broken.mp3"), "no recording at all, but it has the name of one");
  writeFileSync(join(cwd, "in/notes.txt"), "remember the milk");
  return cwd;
}

test("of a folder all recordings are converted, and one that fails does not end the others", async () => {
  const cwd = batchFolder();
  const args = ["convert", "in", "--out", "new/opus", "--format", "opus"];
  const { code, stdout, stderr } = await longwave(args, { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^failed: in\/broken\.mp3: .* \(media\/not-media\)\n$/);
  expect(stdout).toMatch(/^3 files in new\/opus, 1 failed, [\d.]+ kB\n$/m);
  expect(readdirSync(join(cwd, "new/opus")).sort()).toEqual(["take1.opus", "take10.opus", "take2.opus"]);
});

test("nothing is replaced without --force, and --json tells of each", async () => {
  const cwd = batchFolder();
  mkdirSync(join(cwd, "out"));
  writeFileSync(join(cwd, "out/take1.flac"), "precious");
  const args = ["convert", "in/take1.wav", "in/take2.mp3", "--out", "out", "--format", "flac", "--json"];
  const { code, stdout } = await longwave(args, { cwd });
  expect(code).toBe(1);
  const { files, failed } = JSON.parse(stdout);
  expect(failed).toBe(1);
  expect(files[0]).toMatchObject({ source: "in/take1.wav", error: { code: "cli/exists" } });
  expect(files[1]).toMatchObject({ source: "in/take2.mp3", output: "out/take2.flac", format: "flac" });
  expect(readFileSync(join(cwd, "out/take1.flac"), "utf8")).toBe("precious");
  expect(await longwave([...args, "--force"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(join(cwd, "out/take1.flac")).subarray(0, 4).toString()).toBe("fLaC");
});

test("of two sources that would have one result, the first has it", async () => {
  const cwd = batchFolder();
  copyFileSync(join(cwd, "in/take2.mp3"), join(cwd, "in/take1.mp3"));
  const args = ["convert", "in/take1.*", "--out", "out", "--format", "wav"];
  const { code, stderr } = await longwave(args, { cwd });
  expect(code).toBe(1);
  expect(stderr).toBe("failed: in/take1.wav: in/take1.mp3 gives out/take1.wav already (cli/same-name)\n");
});

test("an interruption leaves those that are whole, and nothing of the others", async () => {
  const cwd = scratchFolder();
  mkdirSync(join(cwd, "in"));
  copyFileSync(join(media.path, "talk.wav"), join(cwd, "in/a.wav"));
  writeSparseRecording(join(cwd, "in/b.wav"));
  const args = ["convert", "in", "--out", "out", "--format", "mp3", "--workers", "1"];
  const { child, result } = startLongwave(args, { cwd });
  const names = () => {
    try {
      return readdirSync(join(cwd, "out")).sort();
    } catch {
      return [];
    }
  };
  await expect.poll(names, { interval: 5 }).toEqual([expect.stringMatching(/\.part$/), "a.mp3"]);
  child.kill("SIGINT");
  const { code, stderr } = await result;
  expect(code).toBe(130);
  // Of what was written before, too.
  expect(stderr.split("\n").slice(-2)).toEqual(["interrupted: 1 of 2 results complete, kept in out", ""]);
  expect(names()).toEqual(["a.mp3"]);
});

test.each([
  [["in", "--out", "out"], "--out needs --format"],
  [["-", "--out", "out", "--format", "mp3"], "standard input has no name"],
  [["empty", "--out", "out", "--format", "mp3"], "there is no recording in empty"],
  [["in", "--out", "out", "--format", "mp3", "-o", "x.mp3"], "--output has no meaning together with --out"],
])("convert %j is wrong usage", async (args, message) => {
  const cwd = batchFolder();
  mkdirSync(join(cwd, "empty"));
  const { code, stderr } = await longwave(["convert", ...args], { cwd });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
});

test("patterns match as in a shell, and numbers in names count as numbers", () => {
  const cwd = batchFolder();
  const found = (pattern: string) =>
    sourcesOf([join(cwd, pattern)]).map(({ path }) => path.slice(cwd.length + 1));
  expect(found("in")).toEqual(["in/broken.mp3", "in/take1.wav", "in/take2.mp3", "in/take10.flac"]);
  expect(found("in/take?.*")).toEqual(["in/take1.wav", "in/take2.mp3"]);
  expect(found("i*/take[!1]*")).toEqual(["in/take2.mp3"]);
  expect(found("i?")).toEqual(found("in"));
  expect(found("in/nothing*")).toEqual([]);
  expect(found("in/notes.txt")).toEqual(["in/notes.txt"]);
  expect(found("none.mp3")).toEqual(["none.mp3"]);
});
