import { execFileSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { longwave } from "../helpers/cli-command.ts";
import { ffprobe, MEDIA_FRAMES, MEDIA_TAGS, mediaFolder } from "../helpers/cli-media.ts";
import { noise, scratchFolder } from "../helpers/cli-recording.ts";
import { haveTools } from "../helpers/wav-tool.ts";

const media = mediaFolder();
const from = (name: string) => join(media.path, name);
const opened = (path: string) => openWav(memorySource(readFileSync(path)), { strict: true });

test("info says what a recording is that is no WAV file, not what a WAV file of it would be", async () => {
  const { code, stdout } = await longwave(["info", from("talk.mp3"), "--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    container: "mp3",
    codec: "mp3",
    sampleRate: 44_100,
    channels: 2,
    duration: 3,
    tags: MEDIA_TAGS,
    chapters: [{ title: "One" }, { title: "Two" }],
    warnings: [],
  });
  const table = await longwave(["info", from("talk.flac")]);
  expect(table.stdout).toMatch(/^container {2}flac$/m);
  expect(table.stdout).toMatch(/^format +flac, 16-bit, 44100 Hz, 2 channels/m);
  expect(table.stdout).toMatch(/^ {2}title +A talk$/m);
  expect(table.stdout).toMatch(/^ {2}0:00:01\.000 +0:02\.000 +Two$/m);
});

test("scan measures a flac file to the same figures as the WAV file that it was made of", async () => {
  const [wav, flac] = await Promise.all(
    ["talk.wav", "talk.flac"].map(async (name) => {
      const { stdout } = await longwave(["scan", from(name), "--json"]);
      const { source: _, format, ...figures } = JSON.parse(stdout).sources[0];
      return { format, figures };
    }),
  );
  expect(flac?.format).toContain("flac");
  expect(flac?.figures).toEqual(wav?.figures);
  expect(wav?.figures.frames).toBe(MEDIA_FRAMES);
});

test("peaks of a flac file are those of the WAV file that it was made of", async () => {
  const cwd = scratchFolder();
  for (const name of ["wav", "flac"]) {
    const result = await longwave(["peaks", from(`talk.${name}`), "-o", `${name}.json`], { cwd });
    expect(result).toMatchObject({ code: 0, stderr: "" });
  }
  expect(readFileSync(join(cwd, "flac.json"), "utf8")).toBe(readFileSync(join(cwd, "wav.json"), "utf8"));
});

test("a clip out of a flac file is the clip out of the WAV file, with tags and chapters of the part", async () => {
  const cwd = scratchFolder();
  for (const name of ["wav", "flac"]) {
    const args = ["cut", from(`talk.${name}`), "--from", "0.7", "--to", "1.9", "-o", `${name}.wav`];
    expect(await longwave(args, { cwd })).toMatchObject({ code: 0, stderr: "" });
  }
  const [one, other] = await Promise.all([opened(join(cwd, "wav.wav")), opened(join(cwd, "flac.wav"))]);
  const samples = ({ source, data }: typeof one) => {
    const bytes = new Uint8Array(data.size);
    return source.read(data.offset, bytes).then(() => bytes);
  };
  expect(other.frames).toBe(Math.round(1.2 * 44_100));
  expect(Buffer.from(await samples(other)).equals(Buffer.from(await samples(one)))).toBe(true);
  const { info, cues } = await readMetadata(other);
  expect(info).toMatchObject({ INAM: "A talk" });
  expect(cues?.points.map(({ label }) => label)).toContain("Two");
});

test("clips of a list are WAV files, or what --format says, and the manifest lists them", async () => {
  const cwd = scratchFolder();
  writeFileSync(
    join(cwd, "list.json"),
    JSON.stringify([
      { start: 0, end: 1, speaker: "Ada" },
      { start: 2, end: 9 },
    ]),
  );
  const args = ["cut", from("talk.m4a"), "--segments", "list.json", "--out", "clips"];
  expect(await longwave(args, { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect((await opened(join(cwd, "clips/segment_0001_Ada.wav"))).frames).toBe(44_100);
  const encoded = await longwave([...args, "--format", "mp3", "--bitrate", "64k", "--clean"], { cwd });
  expect(encoded).toMatchObject({ code: 0, stderr: "" });
  const names = ["manifest.json", "segment_0001_Ada.mp3", "segment_0002_UNKNOWN.mp3"];
  expect(readdirSync(join(cwd, "clips")).sort()).toEqual(names);
  const manifest = JSON.parse(readFileSync(join(cwd, "clips/manifest.json"), "utf8"));
  expect(manifest.source).toMatchObject({ size: readFileSync(from("talk.m4a")).length });
  expect(manifest.source.format).toMatch(/^aac, 44100 Hz, 2 channels/);
  for (const { file, bytes } of manifest.clips) {
    expect(readFileSync(join(cwd, "clips", file)).length).toBe(bytes);
  }
  const idle = await longwave([...args, "--bitrate", "64k"], { cwd });
  expect(idle.stderr).toContain("--bitrate has no meaning for WAV");
});

test("split cuts a recording that is no WAV file at its silences", async () => {
  const cwd = scratchFolder();
  const { stdout, code } = await longwave(["split", from("talk.flac"), "--dry-run", "--json"], { cwd });
  const wav = await longwave(["split", from("talk.wav"), "--dry-run", "--json"], { cwd });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).segments.length).toBeGreaterThan(0);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(wav.stdout));
  const written = await longwave(["split", from("talk.mp3"), "--out", "clips", "--format", "opus"], { cwd });
  expect(written).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(join(cwd, "clips"))).toContain("segment_0001.opus");
});

describe.runIf(haveTools("ffprobe"))("read back by ffprobe", () => {
  test("a clip in another format, encoded or moved", async () => {
    const cwd = scratchFolder();
    const part = ["--from", "1", "--to", "2"];
    for (const args of [["a.opus"], ["b.mp3"], ["c.mp3", "--copy"]]) {
      const result = await longwave(["cut", from("talk.mp3"), ...part, "-o", ...args], { cwd });
      expect(result).toMatchObject({ code: 0, stderr: "" });
      const { format, chapters } = ffprobe(join(cwd, args[0] ?? ""));
      expect(Math.abs(Number(format.duration) - 1)).toBeLessThan(0.06);
      expect(chapters.map(({ tags }) => tags?.title)).toContain("Two");
    }
  });

  test("recordings of several formats become a book with a chapter for each that has none", async () => {
    const cwd = scratchFolder();
    const parts = ["talk.wav", "talk.flac"].map(from);
    const args = ["join", ...parts, "--cues", "--cover", from("cover.png"), "-o", "book.m4b"];
    expect(await longwave(args, { cwd })).toMatchObject({ code: 0, stderr: "" });
    const { format, chapters, streams } = ffprobe(join(cwd, "book.m4b"));
    expect(Math.abs(Number(format.duration) - 6)).toBeLessThan(0.1);
    expect(chapters.map(({ start_time, tags }) => [Number(start_time), tags?.title])).toEqual([
      [0, "talk"],
      [3, "One"],
      [4, "Two"],
    ]);
    expect(streams.map(({ codec_name }) => codec_name)).toContain("png");
  });
});

test("joined without loss, a WAV file and a flac file are the samples of both", async () => {
  const cwd = scratchFolder();
  const args = ["join", from("talk.flac"), from("talk.wav"), "-o"];
  expect(await longwave([...args, "whole.flac"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect(await longwave([...args, "whole.wav"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  expect(await longwave(["convert", "whole.flac", "back.wav"], { cwd })).toMatchObject({ code: 0 });
  const [whole, back] = await Promise.all([opened(join(cwd, "whole.wav")), opened(join(cwd, "back.wav"))]);
  const original = readFileSync(from("talk.wav")).subarray(44);
  for (const { source, data } of [whole, back]) {
    const bytes = new Uint8Array(data.size);
    await source.read(data.offset, bytes);
    expect(Buffer.from(bytes).equals(Buffer.concat([original, original]))).toBe(true);
  }
});

test.each(["info", "scan"])("%s of what is no recording is an error that names it", async (command) => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "noise.mp3"), noise(3000));
  const { code, stderr } = await longwave([command, "noise.mp3"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: noise\.mp3: .* \(media\/not-media\)\n$/);
});

test("what a recording lacks at its end is told when it was read", async () => {
  const cwd = scratchFolder();
  const whole = readFileSync(from("talk.flac"));
  writeFileSync(join(cwd, "short.flac"), whole.subarray(0, whole.length / 2));
  const { code, stderr } = await longwave(["convert", "short.flac", "short.wav"], { cwd });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: short\.flac: .* \(media\/shorter-than-declared\)$/m);
  // Silence in place of what is not there would be measured as well.
  const scanned = await longwave(["scan", "short.flac"], { cwd });
  expect(scanned.code).toBe(1);
  expect(scanned.stderr).toMatch(/^error: short\.flac: .* it is cut off.* \(media\/truncated\)$/m);
  const strict = await longwave(["scan", "short.flac", "--strict"], { cwd });
  expect(strict.code).toBe(1);
});

test.runIf(process.platform !== "win32")(
  "a command that reads a WAV file never loads ffmpeg, and says how to install it where it needs it",
  async () => {
    const cwd = scratchFolder();
    // Without the package, and with nothing above that has it.
    const command = fileURLToPath(new URL("../../dist/cli/", import.meta.url));
    const files = readdirSync(command);
    for (const name of files) copyFileSync(join(command, name), join(cwd, name));
    const run = (...args: string[]) =>
      execFileSync(process.execPath, ["longwave.cjs", ...args], { cwd, stdio: "pipe" });
    expect(run("cut", from("talk.wav"), "--to", "1", "-o", "clip.wav").toString()).toContain(
      "clip.wav: 0:01.000",
    );
    expect(() => run("info", from("talk.mp3"))).toThrow(
      /npm install @ffmpeg\/core@0\.12\.10 \(media\/not-installed\)/,
    );
    expect(() => run("convert", from("talk.wav"), "a.mp3")).toThrow(/\(media\/not-installed\)/);
    expect(readdirSync(cwd).sort()).toEqual(["clip.wav", ...files].sort());
  },
);
