import { execFileSync } from "node:child_process";
import {
  closeSync,
  constants,
  createReadStream,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type RunningCommand, startLongwave } from "../helpers/cli-command.ts";
import { scratchFolder, wavHead, writeRecording, writeSparseRecording } from "../helpers/cli-recording.ts";
import { isReadIn, stallingServer } from "../helpers/stalling-server.ts";

/** Waits for as long as the machine takes. */
const until = (condition: () => boolean) => expect.poll(condition, { interval: 5 }).toBe(true);

const unfinishedIn = (folder: string) => readdirSync(folder).filter((name) => name.endsWith(".part"));

function makePipe(path: string): void {
  execFileSync("mkfifo", [path]);
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s in the middle of a cut out of a stalling URL leaves nothing, with exit code 130",
  async (name) => {
    const server = await stallingServer(1);
    const cwd = scratchFolder();
    const { child, result } = startLongwave(["cut", server.url, "--from", "600", "-o", "clip.wav"], { cwd });
    await until(() => unfinishedIn(cwd).length > 0 && isReadIn(server));
    child.kill(name);
    // Had it hung, the signal would have ended it in the end, and there would be no exit code.
    expect(await result).toMatchObject({ code: 130, stdout: "", stderr: "interrupted\n" });
    expect(readdirSync(cwd)).toEqual([]);
  },
);

test("SIGINT in the middle of a cut keeps the file that had the name before", async () => {
  const server = await stallingServer(1);
  const cwd = scratchFolder();
  writeFileSync(join(cwd, "clip.wav"), "precious");
  const { child, result } = startLongwave(["cut", server.url, "-o", "clip.wav", "--json"], { cwd });
  await until(() => unfinishedIn(cwd).length > 0 && isReadIn(server));
  child.kill("SIGINT");
  const { code, stdout, stderr } = await result;
  expect(code).toBe(130);
  expect(stderr).toBe("interrupted\n");
  expect(JSON.parse(stdout)).toEqual({ error: { code: "cli/interrupted", message: "interrupted" } });
  expect(readdirSync(cwd)).toEqual(["clip.wav"]);
  expect(readFileSync(join(cwd, "clip.wav"), "utf8")).toBe("precious");
});

test("SIGINT in the middle of a convert that computes leaves nothing, with exit code 130", async () => {
  const cwd = scratchFolder();
  writeSparseRecording(join(cwd, "long.wav"));
  const { child, result } = startLongwave(["convert", "long.wav", "other.wav", "--rate", "48000"], { cwd });
  await until(() => unfinishedIn(cwd).length > 0);
  child.kill("SIGINT");
  expect(await result).toMatchObject({ code: 130, stdout: "", stderr: "interrupted\n" });
  expect(readdirSync(cwd)).toEqual(["long.wav"]);
});

test("SIGINT in the middle of a cut into a pipe that is read slowly ends with exit code 130", async () => {
  const cwd = scratchFolder();
  writeSparseRecording(join(cwd, "long.wav"));
  makePipe(join(cwd, "pipe"));
  const { child, result } = startLongwave(["cut", "long.wav", "-o", "pipe"], { cwd });
  const reader = createReadStream(join(cwd, "pipe"), { highWaterMark: 65_536 });
  let pieces = 0;
  reader.on("data", () => {
    pieces++;
    reader.pause();
    setTimeout(() => reader.resume(), 10);
  });
  await until(() => pieces > 10);
  child.kill("SIGINT");
  expect(await result).toMatchObject({ code: 130, stderr: "interrupted\n" });
  reader.destroy();
});

test("SIGINT on a cut into a pipe that nobody reads any more ends it", async () => {
  const cwd = scratchFolder();
  writeSparseRecording(join(cwd, "long.wav"));
  const path = join(cwd, "pipe");
  makePipe(path);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reader));
  const { child, result } = startLongwave(["cut", "long.wav", "-o", "pipe"], { cwd });
  const some = new Uint8Array(100);
  await until(() => {
    try {
      return readSync(reader, some) > 0;
    } catch {
      return false; // EAGAIN: nothing yet
    }
  });
  child.kill("SIGINT");
  expect(await result).toMatchObject({ signal: "SIGINT" });
});

/** Sends SIGINT to a cut that then hangs in removing its unfinished file; `more` runs in it at its start. */
async function hangingCut(more: string): Promise<RunningCommand> {
  const server = await stallingServer(1);
  const cwd = scratchFolder();
  const work = scratchFolder();
  const program = `require("node:fs").unlink = () => {
    setInterval(() => {}, 1_000_000); // a call that is under way keeps the process
    process.stderr.write("removing\\n");
  };
  ${more}`;
  writeFileSync(join(work, "hang.cjs"), program);
  const node = ["--require", join(work, "hang.cjs")];
  const command = startLongwave(["cut", server.url, "--from", "600", "-o", "clip.wav"], { cwd, node });
  let told = "";
  command.child.stderr?.on("data", (piece: Buffer) => {
    told += piece.toString();
  });
  onTestFinished(() => void command.child.kill("SIGKILL"));
  await until(() => unfinishedIn(cwd).length > 0 && isReadIn(server));
  command.child.kill("SIGINT");
  await until(() => told === "removing\n");
  return command;
}

test("a command that hangs in tidying up after a SIGINT ends by that signal", async () => {
  // A clock that runs fast: nobody need wait for the time that tidying may take.
  const hurry =
    "const { setTimeout: real } = globalThis; globalThis.setTimeout = (f, ms) => real(f, ms / 10);";
  const { result } = await hangingCut(hurry);
  expect(await result).toMatchObject({ code: null, signal: "SIGINT" });
});

test("a stall of the machine, while a command that was interrupted ends, is not taken for a hang", async () => {
  const server = await stallingServer(1);
  const cwd = scratchFolder();
  const work = scratchFolder();
  // For longer than what is left to end in.
  const program = `const { stderr } = process;
    const write = stderr.write.bind(stderr);
    stderr.write = (text) => {
      write(text);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 600);
    };`;
  writeFileSync(join(work, "stall.cjs"), program);
  const node = ["--require", join(work, "stall.cjs")];
  const { child, result } = startLongwave(["cut", server.url, "-o", "clip.wav"], { cwd, node });
  await until(() => isReadIn(server));
  child.kill("SIGINT");
  expect(await result).toMatchObject({ code: 130, stderr: "interrupted\n" });
});

test("a command that hangs in tidying up after a SIGINT ends by a second signal", async () => {
  const { child, result } = await hangingCut("process.kill = () => {}; // it cannot end itself");
  child.kill("SIGTERM");
  expect(await result).toMatchObject({ code: null, signal: "SIGTERM" });
});

test("SIGINT while standard output is stuck ends the command", async () => {
  const cwd = scratchFolder();
  writeSparseRecording(join(cwd, "long.wav"));
  const { child, result } = startLongwave(["cut", "long.wav", "-o", "-"], { cwd });
  child.stdout?.pause();
  await new Promise((resolve) => child.stdout?.once("readable", resolve));
  child.kill("SIGINT");
  child.stdout?.on("end", () => {});
  const ended = await new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  expect([130, "SIGINT"]).toContain(ended);
  child.stdout?.destroy();
  await result;
});

test("SIGINT while the list is awaited on standard input ends the command", async () => {
  const cwd = scratchFolder();
  writeSparseRecording(join(cwd, "long.wav"));
  const { child, result } = startLongwave(["cut", "long.wav", "--segments", "-", "--out", "clips"], { cwd });
  // More than the pipe holds: when it is written, the command reads.
  await new Promise((resolve) => child.stdin?.write(" ".repeat(2_000_000), resolve));
  child.kill("SIGINT");
  const { code, signal, stderr } = await result;
  expect([130, "SIGINT"]).toContain(code ?? signal);
  expect(stderr).toBe("interrupted\n");
  expect(readdirSync(cwd)).toEqual(["long.wav"]);
});

test.each([{ json: [] }, { json: ["--json"] }])(
  "SIGINT in the middle of a scan of several $json tells of those that are done",
  async ({ json }) => {
    const server = await stallingServer(1);
    const cwd = scratchFolder();
    writeRecording(join(cwd, "done.wav"), { frames: 800 });
    const args = ["scan", "done.wav", "nope.wav", server.url, "done.wav", ...json];
    const { child, result } = startLongwave(args, { cwd });
    await until(() => isReadIn(server));
    child.kill("SIGINT");
    const { code, stdout, stderr } = await result;
    expect(code).toBe(130);
    expect(stderr).toMatch(/^failed: cannot open nope\.wav: .*\ninterrupted\n$/);
    if (json.length === 0) {
      const [heads, ...rows] = stdout.trimEnd().split("\n");
      expect(heads).toMatch(/^source +duration +LUFS/);
      expect(rows).toEqual([expect.stringMatching(/^done\.wav +0:00\.100 /)]);
      return;
    }
    const { sources, error } = JSON.parse(stdout);
    expect(error).toEqual({ code: "cli/interrupted", message: "interrupted" });
    expect(sources).toMatchObject([
      { source: "done.wav", frames: 800 },
      { source: "nope.wav", error: { code: "file/not-found" } },
    ]);
  },
);

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s in the middle of an export leaves whole clips and a manifest that lists them as aborted",
  async (name) => {
    const server = await stallingServer(7);
    const cwd = scratchFolder();
    const list = Array.from({ length: 40 }, (_, index) => ({
      start: 100 * index + 50,
      end: 100 * index + 60,
    }));
    writeFileSync(join(cwd, "list.json"), JSON.stringify(list));
    const clips = join(cwd, "clips");
    const args = ["cut", server.url, "--segments", "list.json", "--out", "clips", "--concurrency", "2"];
    const { child, result } = startLongwave(args, { cwd });
    await until(() => server.requests.length >= 9 && unfinishedIn(clips).length > 0);
    child.kill(name);
    expect(await result).toMatchObject({ code: 130, stdout: "", stderr: "interrupted\n" });
    const manifest = JSON.parse(readFileSync(join(clips, "manifest.json"), "utf8"));
    expect(manifest.status).toBe("aborted");
    expect(manifest.total_clips).toBeGreaterThanOrEqual(1);
    const listed = manifest.clips.map(({ file }: { file: string }) => file);
    expect(readdirSync(clips).sort()).toEqual(["manifest.json", ...listed].sort());
    const expected = Buffer.concat([wavHead(160_000), Buffer.alloc(160_000, 7)]);
    for (const file of listed) expect(readFileSync(join(clips, file)).equals(expected), file).toBe(true);
  },
);
