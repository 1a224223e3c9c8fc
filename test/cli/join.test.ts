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
    /^error: cannot join a\.wav and b\.wav.*8000 against 44100.*channels is 1 against 2.*; --convert converts them to the first one's format \(wav\/different-formats\)\n$/,
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

test("join --crossfade blends the joints, and moves all other samples as they are", async () => {
  const cwd = scratchFolder();
  const first = writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  const second = writeRecording(join(cwd, "b.wav"), { frames: 4000 });
  const args = ["join", "a.wav", "b.wav", "-o", "c.wav", "--crossfade", "250ms", "--curve", "linear"];
  const { code, stdout, stderr } = await longwave(args, { cwd });
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: "c.wav: 0:01.250, 20.0 kB\n", stderr: "" });
  const samples = readFileSync(join(cwd, "c.wav")).subarray(44);
  expect(samples.subarray(0, 12_000).equals(first.subarray(0, 12_000))).toBe(true);
  expect(samples.subarray(16_000).equals(second.subarray(4000))).toBe(true);
  expect(samples.subarray(12_000, 16_000).equals(first.subarray(12_000))).toBe(false);
});

test("join --convert brings parts to the format of the first one, or to another", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  writeRecording(join(cwd, "b.wav"), { frames: 16_000, sampleRate: 16_000, channels: 2, bits: 24 });
  const figures = async (...args: string[]) => {
    const { stdout, stderr } = await longwave(["join", "a.wav", "b.wav", "-o", "c.wav", "--json", ...args], {
      cwd,
    });
    expect(stderr).not.toMatch(/error/);
    return JSON.parse(stdout);
  };
  const expected = { output: "c.wav", parts: 2, duration: 2 };
  expect(await figures("--convert")).toEqual({ ...expected, frames: 16_000, bytes: 32_044 });
  const other = await figures("--rate", "16k", "--channels", "2", "--bits", "32f");
  expect(other).toEqual({ ...expected, frames: 32_000, bytes: 256_058 });
});

test("join of parts whose sample rates lie too far apart says what --rate could be", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "slow.wav"), { frames: 100, sampleRate: 100 });
  writeRecording(join(cwd, "fast.wav"), { frames: 100, sampleRate: 48_000 });
  const args = ["join", "slow.wav", "fast.wav", "-o", "whole.wav"];
  const converted = await longwave([...args, "--convert"], { cwd });
  expect(converted).toMatchObject({
    code: 1,
    stderr:
      "error: the sample rate of the result must be an integer from 188 to 12288000, got 100; " +
      "--rate asks for another (options/invalid)\n",
  });
  const named = await longwave([...args, "--rate", "150"], { cwd });
  expect(named.code).toBe(2);
  expect(named.stderr).toContain("error: --rate must be an integer from 188 to 12288000, got 150; see");
  expect(readdirSync(cwd).sort()).toEqual(["fast.wav", "slow.wav"]);
  expect((await longwave([...args, "--rate", "8000"], { cwd })).code).toBe(0);
});

test("join with crossfades that a part is too short for names it", async () => {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "a.wav"), { frames: 8000 });
  writeRecording(join(cwd, "b.wav"), { frames: 800 });
  expect(
    await longwave(["join", "a.wav", "b.wav", "-o", "c.wav", "--crossfade", "1"], { cwd }),
  ).toMatchObject({
    code: 1,
    stderr:
      "error: b.wav lasts 0.1 s, its crossfades of 1 s need 1 s; a shorter --crossfade would do (audio/too-short)\n",
  });
  const curve = await longwave(["join", "a.wav", "b.wav", "-o", "c.wav", "--curve", "linear"], { cwd });
  expect(curve).toMatchObject({ code: 2 });
  expect(curve.stderr).toContain("--curve needs --crossfade");
  const dither = await longwave(["join", "a.wav", "b.wav", "-o", "c.wav", "--dither", "none"], { cwd });
  expect(dither).toMatchObject({ code: 2 });
  expect(dither.stderr).toContain("--dither needs --convert, --rate, --channels, --bits or --crossfade");
  const idle = ["--crossfade", "0", "--dither", "none"];
  expect(await longwave(["join", "a.wav", "b.wav", "-o", "c.wav", ...idle], { cwd })).toMatchObject({
    code: 2,
  });
  expect(readdirSync(cwd)).toEqual(["a.wav", "b.wav"]);
});
