import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";
import { scratchFolder, wavBytes, writeRecording } from "../helpers/cli-recording.ts";

test("join puts two files of one format behind each other", async () => {
  const cwd = scratchFolder();
  const first = writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  const second = writeRecording(join(cwd, "b.wav"), { frames: 4000 });
  const { code, stdout, stderr } = await longwave(["join", "a.wav", "b.wav", "-o", "whole.wav"], { cwd });
  expect(stderr).toBe("");
  expect(stdout).toBe("whole.wav: 0:01.500, 24.0 kB\n");
  expect(code).toBe(0);
  expect(readFileSync(join(cwd, "whole.wav")).equals(wavBytes(Buffer.concat([first, second])))).toBe(true);
});

test("join --json prints the figures, join -o - the file", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  const figures = await longwave(["join", "a.wav", "a.wav", "a.wav", "-o", "whole.wav", "--json"], { cwd });
  const expected = { output: "whole.wav", parts: 3, frames: 24_000, duration: 3, bytes: 48_044 };
  expect(JSON.parse(figures.stdout)).toEqual(expected);
  const piped = await longwave(["join", "a.wav", "a.wav", "a.wav", "-o", "-"], { cwd });
  expect(readFileSync(join(cwd, "whole.wav")).equals(piped.bytes)).toBe(true);
});

test("join of different formats fails, says how they differ, and writes nothing", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  writeRecording(join(cwd, "b.wav"), { frames: 8000, sampleRate: 44_100, channels: 2 });
  const { code, stderr } = await longwave(["join", "a.wav", "b.wav", "-o", "whole.wav"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^error: cannot join a\.wav and b\.wav.*8000 against 44100.*channels is 1 against 2.* \(wav\/different-formats\)\n$/,
  );
  expect(readdirSync(cwd)).toEqual(["a.wav", "b.wav"]);
});

test("join of a file that is missing names it", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  expect(await longwave(["join", "a.wav", "b.wav", "-o", "whole.wav"], { cwd })).toMatchObject({
    code: 1,
    stdout: "",
    stderr: "error: cannot open b.wav: no such file or folder (file/not-found)\n",
  });
});

test("join without -o is wrong usage", async () => {
  const { code, stderr } = await longwave(["join", "a.wav", "b.wav"]);
  expect(code).toBe(2);
  expect(stderr).toBe(
    "error: required option '-o, --output <file>' not specified; see longwave join --help (cli/usage)\n",
  );
});
