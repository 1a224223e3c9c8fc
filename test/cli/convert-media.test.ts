import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { longwave } from "../helpers/cli-command.ts";
import { ffprobe, MEDIA_CHAPTERS, MEDIA_FRAMES, MEDIA_SECONDS, mediaFolder } from "../helpers/cli-media.ts";
import { noise, scratchFolder } from "../helpers/cli-recording.ts";
import { rangeServer } from "../helpers/range-server.ts";
import { haveTools } from "../helpers/wav-tool.ts";

const media = mediaFolder();
const from = (name: string) => join(media.path, name);
const audioOf = (path: string) => readFileSync(path).subarray(44);

test("flac made of a WAV file and turned back has the same samples", async () => {
  const cwd = scratchFolder();
  expect(await longwave(["convert", from("talk.wav"), "a.flac"], { cwd })).toMatchObject({
    code: 0,
    stderr: "",
  });
  expect(await longwave(["convert", "a.flac", "b.wav"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  const wav = await openWav(memorySource(readFileSync(join(cwd, "b.wav"))), { strict: true });
  expect(wav.format).toMatchObject({ encoding: "pcm", bitsPerSample: 16 });
  const { offset, size } = wav.data;
  const samples = readFileSync(join(cwd, "b.wav")).subarray(offset, offset + size);
  expect(samples.equals(audioOf(from("talk.wav")))).toBe(true);
});

test("a recording that becomes a WAV file keeps its tags as texts and its chapters as cue points", async () => {
  const cwd = scratchFolder();
  expect(await longwave(["convert", from("talk.mp3"), "talk.wav"], { cwd })).toMatchObject({
    code: 0,
    stderr: "",
  });
  const wav = await openWav(memorySource(readFileSync(join(cwd, "talk.wav"))), { strict: true });
  expect(wav.frames).toBe(MEDIA_FRAMES);
  const { info, cues } = await readMetadata(wav);
  expect(info).toMatchObject({ INAM: "A talk", IART: "Ada" });
  expect(cues?.points.map(({ frame, label }) => [frame / 44_100, label])).toEqual(
    MEDIA_CHAPTERS.map(({ start, title }) => [start, title]),
  );
});

describe.runIf(haveTools("ffprobe"))("read back by ffprobe", () => {
  test.each([
    ["mp3", "mp3", []],
    ["m4b", "aac", ["--bitrate", "96k"]],
    ["flac", "flac", ["--bits", "24"]],
    ["opus", "opus", ["--quality", "0.5"]],
    ["ogg", "vorbis", ["--fast"]],
    ["mka", "opus", ["--bitrate", "64k"]],
    ["m4a", "alac", ["--alac"]],
  ])(
    "%s has %s, the length, tags and chapters of the flac file it was made of",
    async (ending, codec, args) => {
      const cwd = scratchFolder();
      const name = `out.${ending}`;
      const { code, stderr, stdout } = await longwave(["convert", from("talk.flac"), name, ...args], { cwd });
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(
        new RegExp(`^out\\.${ending}: ${ending === "m4a" ? "alac" : ending}, \\d+ kb/s, 0:03\\.000, `),
      );
      const { streams, format, chapters } = ffprobe(join(cwd, name));
      expect(streams[0]?.codec_name).toBe(codec);
      expect(Math.abs(Number(format.duration) - MEDIA_SECONDS)).toBeLessThan(0.1);
      const tags = format.tags ?? (streams[0] as { tags?: Record<string, string> } | undefined)?.tags ?? {};
      expect(Object.values(tags)).toContain("A talk");
      expect(chapters.map(({ tags: own }) => own?.title)).toEqual(["One", "Two"]);
    },
  );

  test("a book has the chapters, the cover and the tags that are named", async () => {
    const cwd = scratchFolder();
    copyFileSync(from("cover.png"), join(cwd, "picture.jpg"));
    writeFileSync(join(cwd, "list.txt"), "0:00 Start\n0:01.5 - The middle\n");
    const args = [
      "--chapters",
      "list.txt",
      "--cover",
      "picture.jpg",
      "--tag",
      "title=Book",
      "--tag",
      "artist=",
    ];
    const { code, stderr } = await longwave(["convert", from("talk.mp3"), "book.m4b", ...args], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { format, streams, chapters } = ffprobe(join(cwd, "book.m4b"));
    expect(format.tags).toMatchObject({ title: "Book" });
    expect(format.tags).not.toHaveProperty("artist");
    expect(streams.map(({ codec_name }) => codec_name)).toContain("png");
    expect(chapters.map(({ start_time, tags }) => [Number(start_time), tags?.title])).toEqual([
      [0, "Start"],
      [1.5, "The middle"],
    ]);
  });

  test("part, level and sample rate are computed before the sound is encoded", async () => {
    const cwd = scratchFolder();
    const args = [
      "--from",
      "1",
      "--to",
      "2",
      "--gain",
      "-6dB",
      "--rate",
      "16k",
      "--channels",
      "mono",
      "--json",
    ];
    const { code, stdout } = await longwave(["convert", from("talk.m4a"), "part.flac", ...args], { cwd });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ format: "flac", duration: 1, copied: false, clips: false });
    const { streams, chapters } = ffprobe(join(cwd, "part.flac"));
    expect(streams[0]).toMatchObject({ sample_rate: "16000", channels: 1 });
    expect(chapters.map(({ tags }) => tags?.title)).toEqual(["Two"]);
  });
});

test("what is encoded already is moved as it is, unless that is not wanted", async () => {
  const cwd = scratchFolder();
  const auto = await longwave(["convert", from("talk.mp3"), "a.mp3", "--tag", "title=New"], { cwd });
  expect(auto.stdout).toMatch(/, copied without loss\n$/);
  const never = await longwave(["convert", from("talk.mp3"), "b.mp3", "--copy", "never"], { cwd });
  expect(never.stdout).not.toContain("copied");
  const always = await longwave(["convert", from("talk.mp3"), "c.flac", "--copy", "always"], { cwd });
  expect(always.code).toBe(1);
  expect(always.stderr).toContain("(media/cannot-copy)");
  expect(readdirSync(cwd).sort()).toEqual(["a.mp3", "b.mp3"]);
});

test("standard input and output take part where --format says what is written", async () => {
  const cwd = scratchFolder();
  const input = readFileSync(from("talk.mp3"));
  const { code, bytes, stderr } = await longwave(["convert", "-", "-", "--format", "flac"], { cwd, input });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(Buffer.from(bytes).subarray(0, 4).toString()).toBe("fLaC");
  const wav = await longwave(["convert", from("talk.mp3"), "-"], { cwd });
  const opened = await openWav(memorySource(wav.bytes), { strict: true });
  expect(opened.frames).toBe(MEDIA_FRAMES);
  const refused = await longwave(["convert", "-", "a.mp3", "--from", "1"], { cwd, input });
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain("standard input can be read but once, and --from needs a file");
});

test.each([
  ["garbage.mp3", noise(4000), "media/not-media"],
  ["text.m4a", Buffer.from("this is no recording, just some words in a file\n"), "media/not-media"],
  ["empty.flac", Buffer.alloc(0), "media/empty"],
])("%s is an error that names it, and leaves nothing", async (name, bytes, code) => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, name), bytes);
  const result = await longwave(["convert", name, "out.mp3"], { cwd });
  expect(result).toMatchObject({ code: 1, stdout: "" });
  expect(result.stderr).toMatch(new RegExp(`^error: ${name}\\b.* \\(${code}\\)\\n$`));
  expect(readdirSync(cwd)).toEqual([name]);
});

test("a truncated recording is converted with a warning, and refused with --strict", async () => {
  const cwd = scratchFolder();
  const whole = readFileSync(from("talk.mp3"));
  writeFileSync(join(cwd, "short.mp3"), whole.subarray(0, whole.length / 2));
  const result = await longwave(["convert", "short.mp3", "out.wav"], { cwd });
  expect(result.code).toBe(0);
  expect(result.stderr).toMatch(
    /^warning: short\.mp3: the file declares .* \(media\/shorter-than-declared\)$/m,
  );
  const strict = await longwave(["convert", "short.mp3", "strict.wav", "--strict"], { cwd });
  expect(strict.code).toBe(1);
  expect(existsSync(join(cwd, "strict.wav"))).toBe(false);
});

test.each([
  [
    ["--from", "9"],
    1,
    "the result would begin behind the end: --from must be before the end, 3 s, got 9 (cut/past-end)",
  ],
  [["--track", "7"], 1, "there is no stream of sound 7: the file has 1, numbered from 0 (media/no-audio)"],
  [["--from", "1", "--to", "1.000001"], 2, "--to must be a frame or more behind --from, 1 s, got 1.000001"],
])("what %j gets refused by the library is told in the words of the command", async (args, code, message) => {
  const cwd = scratchFolder();
  const result = await longwave(["convert", from("talk.flac"), "out.opus", ...args], { cwd });
  expect(result).toMatchObject({ code, stderr: expect.stringContaining(message) });
  expect(readdirSync(cwd)).toEqual([]);
});

test("what a result cannot have of what was asked for is told in a line each", async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "list.txt"), "0:00 Start\n0:02 Within\n0:03 At the end\n0:09 Behind it\n");
  const asked = ["--chapters", "list.txt", "--rate", "44100", "--force"];
  for (const more of [[], ["--gain", "-1dB"]]) {
    const given = ["convert", from("talk.flac"), "out.opus", ...asked, ...more];
    const { code, stderr } = await longwave(given, { cwd });
    expect(code).toBe(0);
    expect(stderr.match(/: [^:]*:? [^:]*\(media\/.*\)$/gm)).toEqual([
      ": opus has no sample rate of 44100 Hz: the result has 48000 Hz (media/rate-changed)",
      ": 2 of 4 chapters begin behind the end of the result, 3.000 s: left out (media/chapters-left-out)",
    ]);
  }
  expect(await longwave(["convert", from("talk.flac"), "usual.opus"], { cwd })).toMatchObject({ stderr: "" });
});

test("a recording on a server is read by range", async () => {
  const cwd = scratchFolder();
  const file = readFileSync(from("talk.m4a"));
  const server = await rangeServer({
    size: file.length,
    fill: (offset, into) => into.set(file.subarray(offset, offset + into.length)),
    etag: '"1"',
  });
  onTestFinished(() => server.close());
  const result = await longwave(["convert", server.url, "far.wav"], { cwd });
  expect(result).toMatchObject({ code: 0, stderr: "" });
  await longwave(["convert", from("talk.m4a"), "near.wav"], { cwd });
  expect(readFileSync(join(cwd, "far.wav")).equals(readFileSync(join(cwd, "near.wav")))).toBe(true);
});

test("no ffmpeg on the PATH is needed", async () => {
  const cwd = scratchFolder();
  const result = await longwave(["convert", from("talk.m4a"), "out.opus"], { cwd, env: { PATH: "" } });
  expect(result).toMatchObject({ code: 0, stderr: "" });
});

test.each([
  [["talk.wav", "a.flac", "--bitrate", "128k"], "--bitrate has no meaning for flac, which is lossless"],
  [["talk.mp3", "a.wav", "--quality", "0.5"], "--quality has no meaning for WAV, which is not compressed"],
  [["talk.mp3", "a.opus", "--bits", "16"], "--bits has no meaning for opus, which keeps no samples"],
  [["talk.mp3", "a.mp3", "--bitrate", "64k", "--quality", "1"], "expected one of them"],
  [["talk.mp3", "a.mp3", "--format", "flac"], "--format flac and the name a.mp3 contradict each other"],
  [["talk.mp3", "a.aiff"], "ends in one of wav, mp3, m4a, m4b, flac, opus, ogg, mka, bw64, rf64, w64"],
  [["talk.wav", "a.xyz"], "ends in one of wav, mp3, m4a, m4b, flac, opus, ogg, mka, bw64, rf64, w64"],
  [["talk.mp3", "a.mp3", "--alac"], "--alac is for m4a, got a.mp3"],
  [["talk.mp3", "a.mp3", "--bitrate", "128"], "Expected bits a second from 8k to 512k"],
  [["talk.mp3", "a.mp3", "--quality", "2"], "Expected a number from 0 to 1"],
  [["talk.mp3", "a.mp3", "--tag", "title"], "Expected name=value"],
  [["talk.wav", "a.wav", "--tag", "title=x"], "longwave tag changes those of WAV files"],
  [["talk.mp3", "a.mp3", "--no-faststart"], "--no-faststart is for m4a and m4b, got mp3"],
  [["talk.mp3", "talk.m4a", "talk.flac"], "several sources need --out FOLDER"],
])("convert %j is wrong usage, and leaves nothing", async (args, message) => {
  const before = readdirSync(media.path);
  const { code, stderr } = await longwave(["convert", ...args], { cwd: media.path });
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  expect(readdirSync(media.path)).toEqual(before);
});
