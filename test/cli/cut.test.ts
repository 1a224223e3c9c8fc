import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMAND, collect, longwave } from "../helpers/cli-command.ts";
import {
  noise,
  scratchFolder,
  wavBytes,
  writeRecording,
  writeSparseRecording,
} from "../helpers/cli-recording.ts";
import { rangeServer } from "../helpers/range-server.ts";

/** A folder with `take.wav`: 100 s of 8 kHz, 16-bit, mono. */
function folderWithTake(): { readonly cwd: string; readonly samples: Uint8Array } {
  const cwd = scratchFolder();
  return { cwd, samples: writeRecording(join(cwd, "take.wav"), { frames: 800_000 }) };
}

/** Seconds of the take as a file. */
function clipOf(samples: Uint8Array, from: number, to: number): Buffer {
  return wavBytes(samples.subarray(Math.round(from * 8000) * 2, Math.round(to * 8000) * 2));
}

describe("cut -o", () => {
  test.each([
    ["2", "3", 2, 3],
    ["0:02.5", "0:00:03.250", 2.5, 3.25],
    ["1:02", "1:02.000125", 62, 62.000125],
    ["0.99999", "1.00007", 1, 1.000125],
    ["1:05,5", "1:39.999875", 65.5, 99.999875],
  ])("cuts --from %s --to %s to the frame", async (from, to, start, end) => {
    const { cwd, samples } = folderWithTake();
    const { code, stderr } = await longwave(
      ["cut", "take.wav", "--from", from, "--to", to, "-o", "clip.wav"],
      { cwd },
    );
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, "clip.wav")).equals(clipOf(samples, start, end))).toBe(true);
  });

  test("says what it wrote", async () => {
    const { cwd } = folderWithTake();
    const { stdout, stderr } = await longwave(
      ["cut", "take.wav", "--from", "1", "--to", "3", "-o", "clip.wav"],
      { cwd },
    );
    expect(stdout).toBe("clip.wav: 0:02.000, 32.0 kB\n");
    expect(stderr).toBe("");
  });

  test("without --from begins at the start, without --to ends at the end", async () => {
    const { cwd, samples } = folderWithTake();
    await longwave(["cut", "take.wav", "--to", "1", "-o", "head.wav"], { cwd });
    await longwave(["cut", "take.wav", "--from", "99", "-o", "tail.wav"], { cwd });
    expect(readFileSync(join(cwd, "head.wav")).equals(clipOf(samples, 0, 1))).toBe(true);
    expect(readFileSync(join(cwd, "tail.wav")).equals(clipOf(samples, 99, 100))).toBe(true);
  });

  test("--to past the end ends at the end, and says so", async () => {
    const { cwd, samples } = folderWithTake();
    const { code, stderr } = await longwave(
      ["cut", "take.wav", "--from", "99", "--to", "7:00", "-o", "clip.wav"],
      { cwd },
    );
    expect(code).toBe(0);
    expect(stderr).toBe("note: the recording ends at 1:40.000; the clip ends there\n");
    expect(readFileSync(join(cwd, "clip.wav")).equals(clipOf(samples, 99, 100))).toBe(true);
  });

  test("--from past the end fails, and leaves no file", async () => {
    const { cwd } = folderWithTake();
    expect(await longwave(["cut", "take.wav", "--from", "2:00", "-o", "clip.wav"], { cwd })).toMatchObject({
      code: 1,
      stdout: "",
      stderr: "error: the clip would begin at 2:00.000; the recording ends at 1:40.000 (cut/past-end)\n",
    });
    expect(readdirSync(cwd)).toEqual(["take.wav"]);
  });

  test("a clip without a frame fails", async () => {
    const { cwd } = folderWithTake();
    expect(
      await longwave(["cut", "take.wav", "--from", "1", "--to", "1.00001", "-o", "clip.wav"], { cwd }),
    ).toMatchObject({
      code: 1,
      stderr: "error: from 1 s to 1.00001 s there is no frame: one lasts 0.000125 s (cut/empty)\n",
    });
  });

  test("--to before --from is wrong usage", async () => {
    const { cwd } = folderWithTake();
    expect(
      await longwave(["cut", "take.wav", "--from", "1:00", "--to", "30", "-o", "clip.wav"], { cwd }),
    ).toMatchObject({
      code: 2,
      stdout: "",
      stderr:
        "error: --to must lie after --from, got 1:00.000 to 0:30.000; see longwave cut --help (cli/usage)\n",
    });
  });

  test.each([
    ["take.wav", "cut"],
    ["link.wav", "cut"],
    ["take.wav", "join"],
  ])("a recording is not replaced by what is made from it (%s, %s)", async (output, command) => {
    const { cwd } = folderWithTake();
    symlinkSync("take.wav", join(cwd, "link.wav"));
    const before = readFileSync(join(cwd, "take.wav"));
    const { code, stderr } = await longwave([command, "take.wav", "-o", output], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`-o ${output} is the recording itself, which would be lost`);
    expect(readFileSync(join(cwd, "take.wav")).equals(before)).toBe(true);
  });

  test("an output that is a loop of links is told of in one line", async () => {
    const { cwd } = folderWithTake();
    symlinkSync("loop.wav", join(cwd, "loop.wav"));
    const { code, stderr } = await longwave(["cut", "take.wav", "-o", "loop.wav"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: cannot create loop\.wav: .+ \(file\/failed\)\n$/);
  });

  test("a file of another name is replaced", async () => {
    const { cwd, samples } = folderWithTake();
    writeFileSync(join(cwd, "clip.wav"), "an older one");
    const { code } = await longwave(["cut", "take.wav", "--from", "10", "--to", "90", "-o", "clip.wav"], {
      cwd,
    });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, "clip.wav")).equals(clipOf(samples, 10, 90))).toBe(true);
  });

  test("what a killed command left beside the output is tidied away", async () => {
    const { cwd } = folderWithTake();
    writeFileSync(join(cwd, ".longwave-elsewhere-1-1-7.part"), "half a clip");
    await longwave(["cut", "take.wav", "--to", "10", "-o", "clip.wav"], { cwd });
    expect(readdirSync(cwd).sort()).toEqual(["clip.wav", "take.wav"]);
  });

  test("an output folder that is missing is named, with exit code 1", async () => {
    const { cwd } = folderWithTake();
    const { code, stderr } = await longwave(["cut", "take.wav", "-o", "no/such/clip.wav"], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^error: cannot create no\/such\/clip\.wav: no such file or folder \(file\/not-found\)\n$/,
    );
  });

  test("an output that is a folder is refused", async () => {
    const { cwd } = folderWithTake();
    mkdirSync(join(cwd, "clips"));
    expect(await longwave(["cut", "take.wav", "-o", "clips"], { cwd })).toMatchObject({
      code: 1,
      stderr: "error: cannot create clips: it is a folder (file/is-folder)\n",
    });
  });

  test("--quiet prints nothing, not even notes", async () => {
    const { cwd } = folderWithTake();
    const args = ["cut", "take.wav", "--from", "99", "--to", "200", "-o", "clip.wav", "--quiet"];
    expect(await longwave(args, { cwd })).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("--json prints the figures", async () => {
    const { cwd } = folderWithTake();
    const args = ["cut", "take.wav", "--from", "1.5", "--to", "3", "-o", "clip.wav", "--json"];
    const { code, stdout, stderr } = await longwave(args, { cwd });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      output: "clip.wav",
      fromFrame: 12_000,
      toFrame: 24_000,
      frames: 12_000,
      duration: 1.5,
      bytes: 24_044,
    });
  });

  test("shows the oddities of the recording, and cuts", async () => {
    const cwd = scratchFolder();
    const samples = noise(16_000);
    writeFileSync(join(cwd, "short.wav"), wavBytes(samples).subarray(0, 8044));
    const { code, stderr } = await longwave(["cut", "short.wav", "-o", "clip.wav"], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^(?:warning: .+ \(wav\/[a-z-]+\)\n)+$/);
    expect(readFileSync(join(cwd, "clip.wav")).equals(wavBytes(samples.subarray(0, 8000)))).toBe(true);
  });

  test("cuts out of a URL, and ends while the server would keep the connection", async () => {
    const samples = noise(1_600_000);
    const file = wavBytes(samples);
    const server = await rangeServer({
      size: file.length,
      fill: (offset, into) => into.set(file.subarray(offset, offset + into.length)),
      etag: '"take"',
    });
    const cwd = scratchFolder();
    try {
      const { code, stderr } = await longwave(
        ["cut", server.url, "--from", "10", "--to", "20", "-o", "clip.wav"],
        { cwd },
      );
      expect(stderr).toBe("");
      expect(code).toBe(0);
      expect(server.requests.length).toBeLessThanOrEqual(2);
      expect(readFileSync(join(cwd, "clip.wav")).equals(clipOf(samples, 10, 20))).toBe(true);
    } finally {
      await server.close();
    }
  });
});

describe("cut -o -", () => {
  test("writes the same bytes into a pipe as into a file, and nothing else", async () => {
    const { cwd } = folderWithTake();
    const range = ["--from", "3", "--to", "93"];
    await longwave(["cut", "take.wav", ...range, "-o", "clip.wav"], { cwd });
    const piped = await longwave(["cut", "take.wav", ...range, "-o", "-"], { cwd });
    expect(piped).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(join(cwd, "clip.wav")).equals(piped.bytes)).toBe(true);
  });

  test("tells notes on standard error", async () => {
    const { cwd } = folderWithTake();
    const piped = await longwave(["cut", "take.wav", "--from", "99", "--to", "101", "-o", "-"], { cwd });
    expect(piped.stderr).toBe("note: the recording ends at 1:40.000; the clip ends there\n");
    expect(piped.bytes.length).toBe(16_044);
  });

  test("is refused together with --json", async () => {
    const { cwd } = folderWithTake();
    const { code, stderr } = await longwave(["cut", "take.wav", "-o", "-", "--json"], { cwd });
    expect(code).toBe(2);
    expect(stderr).toBe(
      "error: -o - and --json both want standard output; see longwave cut --help (cli/usage)\n",
    );
  });

  test("ends quietly when the reader has had enough", async () => {
    const cwd = scratchFolder();
    writeSparseRecording(join(cwd, "long.wav"));
    const line = `'${process.execPath}' '${COMMAND}' cut long.wav -o - | head -c 100`;
    const { bytes, stderr } = await collect(spawn("sh", ["-c", line], { cwd }));
    expect(stderr).toBe("");
    expect(bytes.length).toBe(100);
  });

  test("tells of a disk that is full", async () => {
    const { cwd } = folderWithTake();
    const line = `'${process.execPath}' '${COMMAND}' cut take.wav -o - > /dev/full`;
    const { code, stderr } = await collect(spawn("sh", ["-c", line], { cwd }));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: cannot write to standard output: ENOSPC.* \(cli\/output-failed\)\n$/);
  });
});
