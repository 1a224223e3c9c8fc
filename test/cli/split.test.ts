import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longwave, startLongwave } from "../helpers/cli-command.ts";
import { scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";
import { writeSounds } from "../helpers/cli-sounds.ts";
import { isReadIn, stallingServer } from "../helpers/stalling-server.ts";

/** Two sounds with a click behind them, at 16 kHz: from 0.5 to 1.5, from 2.5 to 3.5 and at 4.5 s. */
function folderWithTalk(): string {
  const cwd = scratchFolder();
  const silence = { seconds: 1, level: 0 };
  const sound = { seconds: 1, level: 0.5, frequency: 400 };
  const click = { ...sound, seconds: 0.01 };
  writeSounds(join(cwd, "talk.wav"), [
    { ...silence, seconds: 0.5 },
    sound,
    silence,
    sound,
    silence,
    click,
    silence,
  ]);
  return cwd;
}

const CLICK_NOTE = "note: 1 sound shorter than 0.2 s left out; --shortest 0 keeps all\n";

test("split cuts at the silences, byte for byte, with a manifest", async () => {
  const cwd = folderWithTalk();
  const { code, stdout, stderr } = await longwave(["split", "talk.wav", "--out", "clips"], { cwd });
  expect(stderr).toBe(CLICK_NOTE);
  expect(stdout).toMatch(/^2 clips, 76\.9 kB in [\d.]+ s, listed in clips\/manifest\.json\n$/);
  expect(code).toBe(0);
  expect(readdirSync(join(cwd, "clips")).sort()).toEqual([
    "manifest.json",
    "segment_0001.wav",
    "segment_0002.wav",
  ]);
  const samples = readFileSync(join(cwd, "talk.wav")).subarray(44);
  const { clips, status } = JSON.parse(readFileSync(join(cwd, "clips/manifest.json"), "utf8"));
  expect(status).toBe("completed");
  for (const { file, start, end } of clips) {
    const part = samples.subarray(Math.round(start * 16_000) * 2, Math.round(end * 16_000) * 2);
    const expected = wavBytes(part, { sampleRate: 16_000 });
    expect(readFileSync(join(cwd, "clips", file)).equals(expected)).toBe(true);
  }
});

test("split --dry-run shows the parts, and its JSON is a list for cut --segments", async () => {
  const cwd = folderWithTalk();
  const { stdout, stderr } = await longwave(["split", "talk.wav", "--dry-run"], { cwd });
  expect(stderr).toBe(CLICK_NOTE);
  expect(stdout).toMatchInlineSnapshot(`
    "clip         from           to    length
       1  0:00:00.400  0:00:01.600  0:01.200
       2  0:00:02.400  0:00:03.600  0:01.200
    2 clips, 0:02.400 in all
    "
  `);
  const json = await longwave(["split", "talk.wav", "--dry-run", "--json", "-q", "--keep", "0"], { cwd });
  const { segments, leftOut } = JSON.parse(json.stdout);
  expect(segments).toHaveLength(2);
  expect(leftOut).toHaveLength(1);
  expect(existsSync(join(cwd, "clips"))).toBe(false);
  writeFileSync(join(cwd, "parts.json"), json.stdout);
  await longwave(["cut", "talk.wav", "--segments", "parts.json", "--out", "cut"], { cwd });
  await longwave(["split", "talk.wav", "--keep", "0", "--out", "split"], { cwd });
  for (const number of ["0001", "0002"]) {
    const cut = readFileSync(join(cwd, `cut/segment_${number}_UNKNOWN.wav`));
    expect(cut.equals(readFileSync(join(cwd, `split/segment_${number}.wav`)))).toBe(true);
  }
});

test("split heeds --silence, --min, --shortest, --longest and --adaptive", async () => {
  const cwd = folderWithTalk();
  const partsOf = async (...args: string[]) => {
    const { stdout } = await longwave(["split", "talk.wav", "--dry-run", "--json", ...args], { cwd });
    const { segments } = JSON.parse(stdout);
    return segments.map(({ start, end }: Record<string, number>) =>
      [start, end].map((time) => Math.round((time ?? 0) * 10) / 10),
    );
  };
  expect(await partsOf("--min", "1.2s")).toEqual([[0, 5.5]]);
  expect(await partsOf("--shortest", "0")).toEqual([
    [0.4, 1.6],
    [2.4, 3.6],
    [4.4, 4.6],
  ]);
  expect(await partsOf("--longest", "0.7", "--keep", "0")).toEqual([
    [0.5, 1.2],
    [1.2, 1.5],
    [2.5, 3.2],
    [3.2, 3.5],
  ]);
  expect(await partsOf("--silence", "-3dB")).toEqual([]);
  expect(await partsOf("--adaptive")).toEqual(await partsOf());
});

test("split of nothing but silence gives no clip, a note and a manifest that says so", async () => {
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "nothing.wav"), wavBytes(new Uint8Array(16_000)));
  const { code, stdout, stderr } = await longwave(["split", "nothing.wav", "--out", "clips"], { cwd });
  expect(code).toBe(0);
  expect(stderr).toBe("note: nothing but silence: there was nothing to cut out\n");
  expect(stdout).toMatch(/^0 clips, 0 bytes/);
  expect(JSON.parse(readFileSync(join(cwd, "clips/manifest.json"), "utf8"))).toMatchObject({
    status: "empty",
    message: "nothing but silence: there was nothing to cut out",
  });
});

test("split without a silence gives the whole as one clip, and --clean removes what is no more", async () => {
  const cwd = folderWithTalk();
  const samples = writeRecording(join(cwd, "noise.wav"), { frames: 8000 });
  await longwave(["split", "talk.wav", "--out", "clips"], { cwd });
  const { stdout } = await longwave(["split", "noise.wav", "--out", "clips", "--clean", "--json"], { cwd });
  expect(JSON.parse(stdout)).toMatchObject({
    clips: 1,
    failed: 0,
    bytes: 16_044,
    segments: [{ start: 0, end: 1, fromFrame: 0, toFrame: 8000 }],
    leftOut: [],
  });
  expect(readdirSync(join(cwd, "clips")).sort()).toEqual(["manifest.json", "segment_0001.wav"]);
  expect(readFileSync(join(cwd, "clips/segment_0001.wav")).equals(wavBytes(samples))).toBe(true);
});

test("split says how many clips of earlier runs its folder still holds", async () => {
  const cwd = folderWithTalk();
  writeRecording(join(cwd, "noise.wav"), { frames: 8000 });
  const notes = async (...args: string[]) =>
    (await longwave(["split", ...args, "--shortest", "0", "--out", "clips"], { cwd })).stderr;
  expect(await notes("talk.wav")).toBe("");
  expect(await notes("talk.wav")).toBe("");
  const older = "note: clips still holds 2 clips of earlier runs, ";
  expect(await notes("noise.wav")).toBe(`${older}which --clean removes\n`);
  expect(await notes("noise.wav", "-q")).toBe("");
  expect(await notes("noise.wav", "--append")).toBe(
    `${older.replace("2 clips", "1 clip")}which --clean removes\n`,
  );
  // One that has changed is nobody's to remove.
  writeFileSync(join(cwd, "clips/segment_0003.wav"), "mine");
  expect(await notes("noise.wav")).toBe(`${older}of which --clean removes 1\n`);
  expect(await notes("noise.wav", "--clean")).toBe(
    `${older.replace("2 clips", "1 clip")}which its manifest does not list\n`,
  );
  expect(readdirSync(join(cwd, "clips")).sort()).toEqual([
    "manifest.json",
    "segment_0001.wav",
    "segment_0003.wav",
  ]);
  writeFileSync(join(cwd, "list.json"), "[]");
  const cut = ["cut", "talk.wav", "--segments", "list.json", "--out", "clips"];
  expect((await longwave(cut, { cwd })).stderr).toBe(
    `note: the list has no segments\n${older}of which --clean removes 1\n`,
  );
});

test.each([
  [[], "expected --out DIR for the clips, or --dry-run"],
  [["--out", "x", "--longest", "0.2"], "--longest must be more than --keep at both ends, 0:00.200"],
  [["--out", "x", "--min", "0"], "Expected more than 0 seconds, such as 1.5s or 250ms"],
  [["--out", "x", "--silence", "3dB"], "Expected at most 0 dB, such as -40dB"],
])("split %j is wrong usage", async (args, message) => {
  const { code, stderr } = await longwave(["split", "talk.wav", ...args]);
  expect(code).toBe(2);
  expect(stderr).toContain(`${message}; see longwave split --help`);
});

test("split refuses a folder that cannot be, and one in which the recording would be lost", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "segment_0001.wav"), { frames: 8000 });
  const own = await longwave(["split", "segment_0001.wav", "--out", "."], { cwd });
  expect(own.code).toBe(2);
  expect(own.stderr).toContain("the recording has the name of a clip in ., and would be lost");
  const file = await longwave(["split", "segment_0001.wav", "--out", "segment_0001.wav"], { cwd });
  expect(file).toMatchObject({ code: 1, stderr: expect.stringContaining("(file/not-folder)") });
});

test.runIf(process.platform !== "win32")(
  "split that is interrupted while it looks leaves nothing",
  async () => {
    const server = await stallingServer(1);
    const cwd = scratchFolder();
    const { child, result } = startLongwave(["split", server.url, "--out", "clips"], { cwd });
    await expect.poll(() => isReadIn(server)).toBe(true);
    child.kill("SIGINT");
    expect(await result).toMatchObject({ code: 130, stderr: "interrupted\n" });
    expect(readdirSync(cwd)).toEqual([]);
  },
);
