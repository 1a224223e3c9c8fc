import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";
import { scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";
import { rangeServer } from "../helpers/range-server.ts";

const JSON_LIST = JSON.stringify([
  { start: 1, end: 2.5, speaker: "ANN", text: "Hello" },
  { start: 3, end: 4, speaker: "BOB", text: "Hi" },
]);

/** The same two segments, as each kind of list says them. */
const LISTS: ReadonlyArray<readonly [name: string, text: string]> = [
  ["list.json", JSON_LIST],
  ["whisper.json", `{"text": "Hello Hi", "segments": ${JSON_LIST}, "language": "en"}`],
  ["list.csv", "start,end,speaker,text\n1,2.5,ANN,Hello\n0:03,0:04,BOB,Hi\n"],
  [
    "list.srt",
    "1\n00:00:01,000 --> 00:00:02,500\n[ANN]: Hello\n\n2\n00:00:03,000 --> 00:00:04,000\n[BOB]: Hi\n",
  ],
  [
    "list.vtt",
    "WEBVTT\n\n00:01.000 --> 00:02.500\n<v ANN>Hello\n\n00:00:03.000 --> 00:00:04.000\n<v BOB>Hi\n",
  ],
  [
    "list.rttm",
    "SPEAKER take 1 1.0 1.5 <NA> <NA> ANN <NA> <NA>\nSPEAKER take 1 3.0 1.0 <NA> <NA> BOB <NA> <NA>\n",
  ],
  ["labels.txt", "1.000000\t2.500000\tHello\n3.000000\t4.000000\tHi\n"],
];

/** A folder with `take.wav`, 10 s of 8 kHz, 16-bit, mono, and a list. */
function folderWithTake(
  list = JSON_LIST,
  name = "list.json",
): { readonly cwd: string; readonly samples: Uint8Array } {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, name), list);
  return { cwd, samples: writeRecording(join(cwd, "take.wav"), { frames: 80_000 }) };
}

function clipOf(samples: Uint8Array, from: number, to: number): Buffer {
  return wavBytes(samples.subarray(from * 16_000, to * 16_000));
}

function manifestIn(folder: string): { [name: string]: unknown; clips: { file: string; speaker: string }[] } {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
}

test("a recording that has the name of a clip in the folder is not replaced by that clip", async () => {
  const { cwd } = folderWithTake();
  mkdirSync(join(cwd, "clips"));
  const recording = join(cwd, "clips", "segment_0001_ANN.wav");
  renameSync(join(cwd, "take.wav"), recording);
  const before = readFileSync(recording);
  const args = ["cut", "clips/segment_0001_ANN.wav", "--segments", "list.json", "--out"];
  const { code, stderr } = await longwave([...args, "clips"], { cwd });
  expect(code).toBe(2);
  expect(stderr).toContain("the recording has the name of a clip in clips, and would be lost");
  expect(readFileSync(recording).equals(before)).toBe(true);
  expect((await longwave([...args, "others"], { cwd })).code).toBe(0);
});

const CUT = ["cut", "take.wav", "--segments", "list.json", "--out", "clips"];

test.each(LISTS)("cuts the segments of %s", async (name, text) => {
  const { cwd, samples } = folderWithTake(text, name);
  const { code, stdout, stderr } = await longwave(["cut", "take.wav", "--segments", name, "--out", "clips"], {
    cwd,
  });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/^2 clips, 40\.1 kB in \d+\.\d\d s, listed in clips\/manifest\.json\n$/);
  expect(code).toBe(0);
  const manifest = manifestIn(join(cwd, "clips"));
  expect(manifest).toMatchObject({ session: "take", status: "completed", total_clips: 2 });
  const speakers = name === "labels.txt" ? ["UNKNOWN", "UNKNOWN"] : ["ANN", "BOB"];
  const files = speakers.map((speaker, index) => `segment_000${index + 1}_${speaker}.wav`);
  expect(manifest.clips.map(({ file }) => file)).toEqual(files);
  expect(readdirSync(join(cwd, "clips")).sort()).toEqual(["manifest.json", ...files].sort());
  const [first = "", second = ""] = files;
  expect(readFileSync(join(cwd, "clips", first)).equals(clipOf(samples, 1, 2.5))).toBe(true);
  expect(readFileSync(join(cwd, "clips", second)).equals(clipOf(samples, 3, 4))).toBe(true);
});

test.each(LISTS)("cuts the segments of %s out of standard input", async (name, text) => {
  const { cwd } = folderWithTake();
  const args = ["cut", "take.wav", "--segments", "-", "--out", "clips", "--json"];
  const { stdout, stderr } = await longwave(args, { cwd, input: text });
  expect(stderr, name).toBe("");
  expect(JSON.parse(stdout)).toMatchObject({ clips: 2, failed: 0, bytes: 40_088 });
});

test("--segments-format settles what a name says wrongly", async () => {
  const { cwd } = folderWithTake("1\t2\tHello\n", "list.json");
  const wrong = await longwave(CUT, { cwd });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toMatch(/^error: list\.json, line 1.* \(segments\/bad-json\)\n$/);
  const right = await longwave([...CUT, "--segments-format", "audacity"], { cwd });
  expect(right.code).toBe(0);
});

test("--json prints exactly these figures", async () => {
  const { cwd } = folderWithTake();
  const { code, stdout, stderr } = await longwave([...CUT, "--json"], { cwd });
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const figures = JSON.parse(stdout);
  expect(Object.keys(figures)).toEqual(["clips", "failed", "bytes", "elapsedMs", "peakRssBytes", "manifest"]);
  expect(figures).toMatchObject({ clips: 2, failed: 0, bytes: 40_088, manifest: "clips/manifest.json" });
  expect(figures.elapsedMs).toBeGreaterThan(0);
  expect(figures.peakRssBytes).toBeGreaterThan(20 * 2 ** 20);
});

test("--quiet prints nothing", async () => {
  const { cwd } = folderWithTake();
  expect(await longwave([...CUT, "-q"], { cwd })).toMatchObject({ code: 0, stdout: "", stderr: "" });
});

test("one bad segment is told, the others are cut, and the exit code is 1", async () => {
  const { cwd, samples } = folderWithTake(
    '[{"start": 1, "end": 2}, {"start": "soon", "end": 2}, {"start": 3, "end": 4}]',
  );
  const { code, stdout, stderr } = await longwave(CUT, { cwd });
  expect(code).toBe(1);
  expect(stderr).toBe(
    'failed: segment at index 1: expected start to be a number of seconds, got "soon" (snippets/bad-segment)\n',
  );
  expect(stdout).toMatch(/^2 clips, 1 failed, /);
  expect(manifestIn(join(cwd, "clips"))).toMatchObject({ status: "completed_with_failures", total_clips: 2 });
  expect(readFileSync(join(cwd, "clips/segment_0003_UNKNOWN.wav")).equals(clipOf(samples, 3, 4))).toBe(true);
  const figures = await longwave([...CUT, "--json"], { cwd });
  expect(figures.code).toBe(1);
  expect(JSON.parse(figures.stdout)).toMatchObject({ clips: 2, failed: 1 });
});

test("an empty list gives a manifest that says so", async () => {
  const { cwd } = folderWithTake("[]");
  const { code, stdout } = await longwave(CUT, { cwd });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^0 clips, 0 bytes in /);
  expect(manifestIn(join(cwd, "clips"))).toMatchObject({ status: "empty", message: expect.any(String) });
});

test("--clean removes the clips of an earlier run, and nothing else", async () => {
  const { cwd } = folderWithTake();
  await longwave(CUT, { cwd });
  writeFileSync(join(cwd, "clips/notes.txt"), "mine");
  writeFileSync(join(cwd, "list.json"), '[{"start": 1, "end": 2, "speaker": "CID"}]');
  await longwave(CUT, { cwd });
  expect(existsSync(join(cwd, "clips/segment_0001_ANN.wav")), "without --clean they stay").toBe(true);
  await longwave([...CUT, "--clean"], { cwd });
  expect(readdirSync(join(cwd, "clips")).sort()).toEqual([
    "manifest.json",
    "notes.txt",
    "segment_0001_CID.wav",
  ]);
});

test("--append keeps the clips of an earlier run and numbers on", async () => {
  const { cwd } = folderWithTake();
  await longwave(CUT, { cwd });
  const { stdout } = await longwave([...CUT, "--append", "--json"], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({ clips: 2 });
  expect(manifestIn(join(cwd, "clips")).clips.map(({ file }) => file)).toEqual([
    "segment_0001_ANN.wav",
    "segment_0002_BOB.wav",
    "segment_0003_ANN.wav",
    "segment_0004_BOB.wav",
  ]);
});

test("--session names the session", async () => {
  const { cwd } = folderWithTake();
  await longwave([...CUT, "--session", "Monday"], { cwd });
  expect(manifestIn(join(cwd, "clips"))).toMatchObject({ session: "Monday" });
});

test("any --concurrency, --durable, and either mode give the same clips", async () => {
  const list = Array.from({ length: 12 }, (_, index) => ({ start: index * 0.7, end: index * 0.7 + 0.61 }));
  const { cwd } = folderWithTake(JSON.stringify(list));
  const ways: ReadonlyArray<readonly [options: string[], env: Record<string, string>]> = [
    [["--concurrency", "1"], {}],
    [["--concurrency", "64"], {}],
    [["--durable"], {}],
    [["--mode", "streaming"], { USE_STREAMING_SNIPPET_EXPORT: "false" }],
    [["--mode", "legacy"], {}],
    [[], { USE_STREAMING_SNIPPET_EXPORT: "false" }],
  ];
  await longwave(CUT, { cwd });
  const filesIn = (folder: string) => readdirSync(join(cwd, folder)).filter((file) => file.endsWith(".wav"));
  const expected = filesIn("clips").map((file) => readFileSync(join(cwd, "clips", file)).subarray(44));
  expect(expected.length).toBe(12);
  for (const [options, env] of ways) {
    const args = ["cut", "take.wav", "--segments", "list.json", "--out", "other", ...options];
    const { code, stderr } = await longwave(args, { cwd, env });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    const clips = filesIn("other").map((file) => readFileSync(join(cwd, "other", file)).subarray(44));
    expect(clips.length).toBe(12);
    expect(
      clips.every((clip, index) => clip.equals(expected[index] as Buffer)),
      String(options),
    ).toBe(true);
  }
});

test("USE_STREAMING_SNIPPET_EXPORT=false is the legacy mode, which holds the whole file", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 16_000_000 });
  writeFileSync(join(cwd, "list.json"), JSON_LIST);
  const peak = async (env: Record<string, string>) =>
    JSON.parse((await longwave([...CUT, "--json"], { cwd, env })).stdout).peakRssBytes;
  const [streaming, legacy] = [await peak({}), await peak({ USE_STREAMING_SNIPPET_EXPORT: "false" })];
  expect(legacy - streaming).toBeGreaterThan(32_000_000);
});

test("--timeout gives up a clip that hangs, and the exit code is 1", async () => {
  const file = wavBytes(new Uint8Array(1_600_000));
  const server = await rangeServer({
    size: file.length,
    fill: (offset, into) => into.set(file.subarray(offset, offset + into.length)),
    etag: '"take"',
  });
  server.next({ kind: "fine" });
  server.always({ kind: "stall", after: 100 });
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "list.json"), '[{"start": 60, "end": 61}]');
  try {
    const args = ["cut", server.url, "--segments", "list.json", "--out", "clips", "--timeout", "0.3"];
    const { code, stderr } = await longwave(args, { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^failed: clip segment_0001_\w+\.wav took longer than its time limit of 0\.3 s \(snippets\/timeout\)\n$/,
    );
    expect(readdirSync(join(cwd, "clips"))).toEqual(["manifest.json"]);
  } finally {
    await server.close();
  }
});

test("a list that is missing or broken is told with its name, and nothing is made", async () => {
  const { cwd } = folderWithTake("start,end\n1,2,3,4\n", "list.csv");
  const missing = await longwave(["cut", "take.wav", "--segments", "no.json", "--out", "clips"], { cwd });
  expect(missing).toMatchObject({
    code: 1,
    stderr: "error: cannot read the segment list no.json: no such file or folder (file/not-found)\n",
  });
  const broken = await longwave(["cut", "take.wav", "--segments", "list.csv", "--out", "clips"], { cwd });
  expect(broken.code).toBe(1);
  expect(broken.stderr).toMatch(/^error: list\.csv, line 2: .* \(segments\/bad-line\)\n$/);
  expect(existsSync(join(cwd, "clips"))).toBe(false);
});

test("a recording that is missing makes no folder", async () => {
  const { cwd } = folderWithTake();
  const { code } = await longwave(["cut", "no.wav", "--segments", "list.json", "--out", "clips"], { cwd });
  expect(code).toBe(1);
  expect(existsSync(join(cwd, "clips"))).toBe(false);
});
