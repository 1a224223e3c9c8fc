import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chunkHeader } from "../../src/wav/chunk-header.ts";
import { CONTAINERS } from "../../src/wav/container.ts";
import { supersessionBody } from "../../src/wav/supersession.ts";
import { longwave } from "../helpers/cli-command.ts";
import { noise, scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";

const SAMPLES = noise(20_000);

/** A folder with `live.wav`, whose recorder has left both sizes at 0. */
function folderWithLive(): { readonly cwd: string; readonly path: string; readonly right: Buffer } {
  const cwd = scratchFolder();
  const path = join(cwd, "live.wav");
  const right = wavBytes(SAMPLES);
  const live = Buffer.from(right);
  live.writeUInt32LE(0, 4);
  live.writeUInt32LE(0, 40);
  writeFileSync(path, live);
  return { cwd, path, right };
}

const FIELDS = `\
  the size of the "data" chunk at offset 40: 0 → 20000
  the size of the file at offset 4: 0 → 20036
`;

test("repair puts the sizes right in place, and says which", async () => {
  const { cwd, path, right } = folderWithLive();
  expect(await longwave(["repair", "live.wav"], { cwd })).toMatchObject({
    code: 0,
    stdout: `live.wav: 2 fields repaired\n${FIELDS}`,
    stderr: "",
  });
  expect(readFileSync(path)).toEqual(right);
  expect(await longwave(["repair", "live.wav"], { cwd })).toMatchObject({
    code: 0,
    stdout: "live.wav: nothing to repair\n",
  });
});

test("repair --dry-run says what it would do, and writes nothing", async () => {
  const { cwd, path } = folderWithLive();
  const before = readFileSync(path);
  expect(await longwave(["repair", "live.wav", "--dry-run"], { cwd })).toMatchObject({
    code: 0,
    stdout: `live.wav: 2 fields to repair\n${FIELDS}`,
  });
  expect(readFileSync(path)).toEqual(before);
});

test("repair --json has the fields with offsets and values", async () => {
  const { cwd } = folderWithLive();
  const { stdout } = await longwave(["repair", "live.wav", "--json"], { cwd });
  expect(JSON.parse(stdout)).toEqual({
    file: "live.wav",
    repaired: true,
    repairs: [
      { what: 'the size of the "data" chunk', offset: 40, actual: 0, expected: 20_000 },
      { what: "the size of the file", offset: 4, actual: 0, expected: 20_036 },
    ],
  });
});

test("repair -o writes a new file that is right, and leaves the old one", async () => {
  const { cwd, path, right } = folderWithLive();
  const before = readFileSync(path);
  const { code, stdout } = await longwave(["repair", "live.wav", "-o", "whole.wav"], { cwd });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "whole.wav: 0:01.250, 20.0 kB\n" });
  expect(readFileSync(join(cwd, "whole.wav"))).toEqual(right);
  expect(readFileSync(path)).toEqual(before);
});

test("repair of a recording that was cut off takes what is there, with its padding", async () => {
  const { cwd, path, right } = folderWithLive();
  writeFileSync(path, right.subarray(0, 44 + 1001));
  const { stdout } = await longwave(["repair", "live.wav"], { cwd });
  expect(stdout).toContain("  padding at offset 1045: missing → 1 byte\n");
  expect(stdout).toContain("40: 20000 → 1001\n");
  const repaired = readFileSync(path);
  expect(repaired.length).toBe(1046);
  expect(repaired.readUInt32LE(4)).toBe(1038);
});

test("repair of an RF64 puts the 64-bit sizes right", async () => {
  const { cwd } = folderWithLive();
  writeRecording(join(cwd, "take.wav"), { frames: 1000 });
  await longwave(["cut", "take.wav", "-o", "take.rf64"], { cwd });
  const path = join(cwd, "take.rf64");
  const right = readFileSync(path);
  const live = Buffer.from(right);
  // The sizes of the file and of the audio, behind the header of ds64.
  live.fill(0, 20, 36);
  writeFileSync(path, live);
  const { stdout } = await longwave(["repair", "take.rf64"], { cwd });
  expect(stdout).toContain(` at offset 20: 0 → ${right.length - 8}\n`);
  expect(stdout).toContain(" at offset 28: 0 → 2000\n");
  expect(readFileSync(path).subarray(0, 36)).toEqual(right.subarray(0, 36));
});

test("repair names a container that becomes another by both", async () => {
  const { cwd, path, right } = folderWithLive();
  const live = Buffer.from(right);
  live.write("RF64", 0, "latin1");
  live.writeUInt32LE(0xffff_ffff, 4);
  writeFileSync(path, live);
  const { stdout } = await longwave(["repair", "live.wav"], { cwd });
  expect(stdout).toBe(`\
live.wav: 2 fields repaired
  the container at offset 0: RF64 → RIFF
  the size of the file at offset 4: 4294967295 → 20036
`);
  expect(readFileSync(path)).toEqual(right);
});

test("repair says how much it cuts off, however much that is", async () => {
  const { cwd, path, right } = folderWithLive();
  // What an edit leaves that was cut off before it counted: a mark with its own offset, and what follows it.
  const mark = supersessionBody(right.length, []);
  const edit = Buffer.alloc(10_000 - 8 - mark.length);
  writeFileSync(path, Buffer.concat([right, chunkHeader(CONTAINERS.RIFF, "JUNX", mark.length), mark, edit]));
  const { stdout } = await longwave(["repair", "live.wav", "--dry-run"], { cwd });
  expect(stdout).toContain(`  the beginning of an edit at offset ${right.length}: 10000 bytes → nothing\n`);
});

test("repair in place of what only a new file can repair says to use -o", async () => {
  const { cwd, path, right } = folderWithLive();
  writeFileSync(path, Buffer.concat([Buffer.from("ID3\x04\0\0\0\0\0\x10"), Buffer.alloc(16), right]));
  const { code, stderr } = await longwave(["repair", "live.wav"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: live\.wav: .*; -o writes a new file \(wav\/not-repairable\)\n$/);
  expect(await longwave(["repair", "live.wav", "-o", "whole.wav"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(join(cwd, "whole.wav"))).toEqual(right);
});

test.each([
  [
    ["https://example.org/a.wav"],
    "https://example.org/a.wav cannot be repaired in place: -o writes a new file",
  ],
  [["live.wav", "-o", "x.wav", "--dry-run"], "--dry-run has no meaning together with -o"],
  [["live.wav", "-o", "live.wav"], "-o live.wav is the recording itself, which would be lost"],
])("repair %j is wrong usage", async (args, message) => {
  const { cwd } = folderWithLive();
  expect(await longwave(["repair", ...args], { cwd })).toMatchObject({
    code: 2,
    stdout: "",
    stderr: `error: ${message}; see longwave repair --help (cli/usage)\n`,
  });
});
