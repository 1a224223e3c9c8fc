import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  copyFileSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { longwave, startLongwave } from "../helpers/cli-command.ts";
import { folderWithMetadata, TAKE_SAMPLES } from "../helpers/cli-metadata.ts";
import { audioIn, INFO, metadataIn, tag } from "../helpers/cli-tag.ts";
import { chunkBody } from "../helpers/metadata-body.ts";
import { ascii, chunk } from "../helpers/wav-chunks.ts";
import { haveTools, output } from "../helpers/wav-tool.ts";

describe("tag", () => {
  test("changes a file in place, appending where there is no room, and says so", async () => {
    const cwd = folderWithMetadata(INFO);
    const before = statSync(join(cwd, "take.wav"));
    const { code, stdout, stderr } = await tag(cwd, "--set", "INFO:INAM=New title");
    const after = statSync(join(cwd, "take.wav"));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(`take.wav: 1 change in place, appended ${after.size - before.size} bytes\n`);
    expect(after.ino).toBe(before.ino);
    expect(await metadataIn(cwd)).toEqual({ info: { INAM: "New title", ICMT: "A comment" } });
    expect(audioIn(cwd)).toEqual(TAKE_SAMPLES);
    expect(readdirSync(cwd)).toEqual(["take.wav"]);
  });

  test("uses the slack where there is room, and the file keeps its size", async () => {
    const cwd = folderWithMetadata({}, [chunk("JUNK", new Uint8Array(4000))]);
    const { size } = statSync(join(cwd, "take.wav"));
    const { stdout } = await tag(cwd, "--set", "INFO:INAM=New", "--set", "INFO:IART=Ada");
    expect(stdout).toBe("take.wav: 2 changes in place, in the slack of the file\n");
    expect(statSync(join(cwd, "take.wav")).size).toBe(size);
    expect(await metadataIn(cwd)).toEqual({ info: { INAM: "New", IART: "Ada" } });
  });

  test("touches nothing where nothing is to be changed", async () => {
    const cwd = folderWithMetadata(INFO);
    const before = readFileSync(join(cwd, "take.wav"));
    for (const args of [["--set", "INFO:INAM=Old title"], ["--remove", "bext"], ["--clear-cues"]]) {
      expect(await tag(cwd, ...args)).toMatchObject({ code: 0, stdout: "take.wav: nothing to change\n" });
    }
    expect(await tag(cwd, "--remove", "bext", "--rewrite")).toMatchObject({
      stdout: "take.wav: nothing to change\n",
    });
    expect(readFileSync(join(cwd, "take.wav"))).toEqual(before);
  });

  test("first removes, then sets, then adds cue points, whatever the order of its options", async () => {
    const cues = { points: [{ id: 1, frame: 0, label: "old" }] };
    const cwd = folderWithMetadata({ ...INFO, cues });
    const options = ["--cue", "1:new", "--set", "INFO:IART=Ada", "--remove", "INFO", "--clear-cues"];
    expect(await tag(cwd, ...options)).toMatchObject({ code: 0 });
    expect(await metadataIn(cwd)).toEqual({
      info: { IART: "Ada" },
      cues: { points: [{ id: 1, frame: 8000, label: "new" }] },
    });
  });

  test("takes fields in any case, INFO by what it stands for, and values with = and : in them", async () => {
    const cwd = folderWithMetadata({});
    const settings = ["info:Title=a=b:c", "BEXT:ORIGINATORREFERENCE=R:1", "cart:outcue=", "iXML=<a b='c'/>"];
    const { code } = await tag(cwd, ...settings.flatMap((setting) => ["--set", setting]));
    expect(code).toBe(0);
    expect(await metadataIn(cwd)).toMatchObject({
      info: { INAM: "a=b:c" },
      bext: { originatorReference: "R:1" },
      cart: { postTimers: [] },
      ixml: "<a b='c'/>",
    });
  });

  test("takes a time reference as frames or as a time of day, and raises the version for loudness", async () => {
    const cwd = folderWithMetadata({ bext: { description: "kept", version: 0 } });
    await tag(cwd, "--set", "bext:timeReference=10:05:00.5", "--set", "bext:loudness=-23.1");
    const kept = { description: "kept", version: 2, loudness: -23.1 };
    expect((await metadataIn(cwd)).bext).toEqual({ ...kept, timeReference: 36_300.5 * 8000 });
    await tag(cwd, "--set", "bext:timeReference=4294967297", "--remove", "bext:description");
    expect((await metadataIn(cwd)).bext).toEqual({
      version: 2,
      loudness: -23.1,
      timeReference: 4_294_967_297,
    });
  });

  test("ends every line of a coding history with CR LF", async () => {
    const cwd = folderWithMetadata({});
    await tag(cwd, "--set", "bext:codingHistory=A=PCM,F=8000\nA=MPEG1L3");
    expect((await metadataIn(cwd)).bext).toMatchObject({
      codingHistory: "A=PCM,F=8000\r\nA=MPEG1L3\r\n",
    });
  });

  test("sets, replaces and removes frames of an ID3 tag", async () => {
    const cwd = folderWithMetadata({});
    await tag(cwd, "--set", "id3:TIT2=Héllo", "--set", "id3:TXXX:MOOD=calm", "--set", "id3:TXXX:KEY=C");
    await tag(cwd, "--set", "id3:tit2=Second", "--remove", "id3:TXXX:KEY", "--set", "id3:COMM=hello");
    expect((await metadataIn(cwd)).id3).toEqual({
      version: 4,
      frames: [
        { id: "TIT2", kind: "text", values: ["Second"] },
        { id: "TXXX", kind: "text", description: "MOOD", values: ["calm"] },
        { id: "COMM", kind: "comment", language: "und", description: "", text: "hello" },
      ],
    });
    await tag(cwd, "--remove", "id3:TIT2", "--remove", "id3:TXXX", "--remove", "id3:COMM");
    expect(await metadataIn(cwd)).toEqual({});
  });

  test("removes chunks that it does not understand, and everything", async () => {
    const cwd = folderWithMetadata(INFO, [chunk("mine", ascii("ab")), chunk("your", ascii("cd"))]);
    await tag(cwd, "--remove", "chunk:mine");
    expect((await metadataIn(cwd)).others).toMatchObject([{ id: "your" }]);
    await tag(cwd, "--remove", "all");
    expect(await metadataIn(cwd)).toEqual({});
    expect(audioIn(cwd)).toEqual(TAKE_SAMPLES);
  });

  test("takes a document out of a file", async () => {
    const cwd = folderWithMetadata({});
    writeFileSync(join(cwd, "scene.xml"), "\ufeff<BWFXML>ü</BWFXML>");
    expect(await tag(cwd, "--set", "ixml:@scene.xml")).toMatchObject({ code: 0 });
    expect((await metadataIn(cwd)).ixml).toBe("<BWFXML>ü</BWFXML>");
    writeFileSync(join(cwd, "latin1.xml"), Buffer.from([0x3c, 0xfc, 0x3e]));
    const { code, stderr } = await tag(cwd, "--set", "axml=@latin1.xml");
    expect(code).toBe(2);
    expect(stderr).toContain("expected latin1.xml to be a text in UTF-8");
  });

  test("writes texts in the encoding that it is told, and refuses what that cannot hold", async () => {
    const cwd = folderWithMetadata({});
    await tag(cwd, "--set", "INFO:INAM=Zürich", "--encoding", "windows-1252");
    const list = chunkBody(readFileSync(join(cwd, "take.wav")), "INFO");
    expect(Buffer.from(list).toString("latin1")).toBe("INFOINAM\x07\0\0\0Z\xfcrich\0\0");
    expect(await tag(cwd, "--set", "INFO:INAM=日本", "--encoding", "windows-1252")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^error: take\.wav: .*U\+65E5.* \(wav\/bad-text\)\n$/),
    });
  });
});

describe("tag --cue and --region", () => {
  test("adds to the points that there are, with new numbers, in the order of time", async () => {
    const points = [
      { id: 2, frame: 8000, label: "b" },
      { id: 1, frame: 4000, label: "a" },
    ];
    // A text for point 3, which is not there.
    const orphan = { id: "labl", body: Uint8Array.of(3, 0, 0, 0, 0x78, 0) };
    const cwd = folderWithMetadata({ cues: { points, others: [orphan] } });
    await tag(cwd, "--cue", "1.5:d", "--cue", "0.75");
    expect((await metadataIn(cwd)).cues).toMatchObject({
      points: [
        { id: 1, frame: 4000, label: "a" },
        { id: 5, frame: 6000 },
        { id: 2, frame: 8000, label: "b" },
        { id: 4, frame: 12_000, label: "d" },
      ],
      others: [{ id: "labl" }],
    });
  });

  test.each([
    [["--cue", "2.001"], "the cue point would lie at 0:02.001; take.wav ends at 0:02.000"],
    [["--region", "1-3:x"], "the region would end at 0:03.000; take.wav ends at 0:02.000"],
  ])("%j lies past the end, and nothing is changed", async (args, message) => {
    const cwd = folderWithMetadata(INFO);
    const before = readFileSync(join(cwd, "take.wav"));
    expect(await tag(cwd, ...args, "--set", "INFO:INAM=x")).toMatchObject({
      code: 1,
      stdout: "",
      stderr: `error: ${message} (cut/past-end)\n`,
    });
    expect(readFileSync(join(cwd, "take.wav"))).toEqual(before);
  });
});

describe("tag of several files", () => {
  test("changes all of them, tells of the ones that cannot be, and exits with 1", async () => {
    const cwd = folderWithMetadata(INFO);
    copyFileSync(join(cwd, "take.wav"), join(cwd, "second.wav"));
    writeFileSync(join(cwd, "text.wav"), "no recording at all");
    const args = ["tag", "take.wav", "none.wav", "text.wav", "second.wav", "--remove", "INFO:ICMT"];
    const { code, stdout, stderr } = await longwave(args, { cwd });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^take\.wav: 1 change in place.*\nsecond\.wav: 1 change in place.*\n$/);
    expect(stderr).toMatch(
      /^failed: .*none\.wav.* \(file\/not-found\)\nfailed: text\.wav .* \(wav\/not-wav\)\n$/,
    );
    for (const file of ["take.wav", "second.wav"]) {
      expect(await metadataIn(cwd, file)).toEqual({ info: { INAM: "Old title" } });
    }
  });

  test("tells of each in JSON", async () => {
    const cwd = folderWithMetadata(INFO);
    const args = ["tag", "none.wav", "take.wav", "--set", "INFO:INAM=x", "--json"];
    const { code, stdout } = await longwave(args, { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout).files).toMatchObject([
      { file: "none.wav", error: { code: "file/not-found" } },
      { file: "take.wav", place: "end" },
    ]);
  });
});

test.runIf(process.platform !== "win32")("Ctrl-C ends a tag that waits for a document", async () => {
  const cwd = folderWithMetadata(INFO);
  execFileSync("mkfifo", [join(cwd, "pipe")]);
  const { child, result } = startLongwave(["tag", "take.wav", "--set", "ixml=@pipe"], { cwd });
  const pipe = await openedPipe(join(cwd, "pipe"));
  child.kill("SIGINT");
  // A read that hangs cannot be called back: then the signal ends the process.
  expect(await result).toMatchObject({ code: null, signal: "SIGINT", stderr: "interrupted\n" });
  closeSync(pipe);
});

/** The end of a pipe that is written to, as soon as somebody reads it. */
async function openedPipe(path: string): Promise<number> {
  for (;;) {
    try {
      return openSync(path, constants.O_WRONLY + constants.O_NONBLOCK);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}

test.runIf(haveTools("ffprobe"))("ffprobe reads what tag has written", async () => {
  const cwd = folderWithMetadata({});
  const settings = ["INFO:INAM=Interview", "INFO:IART=Ada", "bext:originator=Longwave"];
  await tag(cwd, ...settings.flatMap((setting) => ["--set", setting]));
  const path = join(cwd, "take.wav");
  const found = await output("ffprobe", "-v", "error", "-show_format", "-of", "json", path);
  expect(JSON.parse(Buffer.from(found).toString()).format.tags).toMatchObject({
    title: "Interview",
    artist: "Ada",
    encoded_by: "Longwave",
  });
});
