import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMAND, collect, longwave } from "../helpers/cli-command.ts";
import { scratchFolder, writeRecording } from "../helpers/cli-recording.ts";

test.each([
  [["info", "none.wav"], 1, "file/not-found"],
  [["cut", "none.wav", "-o", "clip.wav"], 1, "file/not-found"],
  [["cut", "take.wav", "--segments", "none.json", "--out", "clips"], 1, "file/not-found"],
  [["cut", "take.wav", "--from", "99", "-o", "clip.wav"], 1, "cut/past-end"],
  [["join", "take.wav", "none.wav", "-o", "whole.wav"], 1, "file/not-found"],
  [["cut", "take.wav", "--from", "2", "--to", "1", "-o", "clip.wav"], 2, "cli/usage"],
  [["cut", "take.wav", "--concurrency", "many"], 2, "cli/usage"],
  [["info", "take.wav", "--frob"], 2, "cli/usage"],
  [["frob"], 2, "cli/usage"],
])(
  "with --json the error of %j is the one document on standard output, and one line on standard error",
  async (args, exitCode, errorCode) => {
    const cwd = scratchFolder();
    writeRecording(join(cwd, "take.wav"), { frames: 8000 });
    const { code, stdout, stderr } = await longwave([...args, "--json"], { cwd });
    expect(code).toBe(exitCode);
    const { error, ...others } = JSON.parse(stdout);
    expect(others).toEqual({});
    expect(Object.keys(error)).toEqual(["code", "message"]);
    expect(error.code).toBe(errorCode);
    expect(stderr).toBe(`error: ${error.message} (${errorCode})\n`);
  },
);

test("a reader of the table or of the help that goes away is no error to tell", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 8000 });
  const start = `'${process.execPath}' '${COMMAND}'`;
  // The sleep makes sure that the reader is gone when the command writes.
  const line = `(sleep 0.1; ${start} info take.wav; ${start} cut --help; ${start} info take.wav --json) | true`;
  const { stderr } = await collect(spawn("sh", ["-c", line], { cwd }));
  expect(stderr).toBe("");
});

test("a table that cannot be written is told", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 8000 });
  const line = `'${process.execPath}' '${COMMAND}' info take.wav > /dev/full`;
  const { code, stderr } = await collect(spawn("sh", ["-c", line], { cwd }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^error: cannot write to standard output: ENOSPC.* \(cli\/output-failed\)\n$/);
});

test("a reader of the errors that goes away does not stop the work", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 8000 });
  const line = `(sleep 0.1; '${process.execPath}' '${COMMAND}' cut take.wav --to 60 -o clip.wav) 2>&1 >&3 | true`;
  const result = collect(spawn("sh", ["-c", `exec 3>&1; ${line}`], { cwd }));
  expect((await result).stdout).toBe("clip.wav: 0:01.000, 16.0 kB\n");
});
