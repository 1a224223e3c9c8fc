import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";
import { scratchFolder, writeRecording } from "../helpers/cli-recording.ts";
import { hasTerminal, longwaveInTerminal } from "../helpers/cli-terminal.ts";

if (!hasTerminal) {
  process.stderr.write(
    "\n*** SKIPPED: the progress bar is not tested, for want of `script` of util-linux ***\n\n",
  );
}

const ERASE = "\r\x1b[K";

/** What is left on the screen in the end, without what was erased. */
function leftOn(screen: string): string {
  const lines = screen.split("\n").map((line) => line.split(ERASE).at(-1));
  return lines.join("\n").replaceAll("\r", "");
}

function folderWithTake(): string {
  const cwd = scratchFolder();
  writeRecording(join(cwd, "take.wav"), { frames: 1_000_000 });
  writeFileSync(
    join(cwd, "list.json"),
    '[{"start": 1, "end": 60}, {"start": "soon"}, {"start": 3, "end": 4}]',
  );
  return cwd;
}

describe.skipIf(!hasTerminal)("on a terminal", () => {
  test("a cut draws a bar on standard error, and takes it away", async () => {
    const cwd = folderWithTake();
    const args = ["cut", "take.wav", "-o", "clip.wav"];
    const { stdout: screen } = await longwaveInTerminal(args, { cwd, redirect: "> out.txt" }).result;
    expect(screen).toMatch(/\[#*-*\] \d+\.\d kB of 2\.0 MB/);
    expect(screen.endsWith(ERASE)).toBe(true);
    expect(leftOn(screen)).toBe("");
    expect(readFileSync(join(cwd, "out.txt"), "utf8")).toBe("clip.wav: 2:05.000, 2.0 MB\n");
  });

  test("an export draws a bar, and what it tells stands on lines of their own", async () => {
    const cwd = folderWithTake();
    const args = ["cut", "take.wav", "--segments", "list.json", "--out", "clips"];
    const { stdout: screen, code } = await longwaveInTerminal(args, { cwd }).result;
    expect(code).toBe(1);
    expect(screen).toContain(`${ERASE}[------------------------] 0 of 3 clips, 0 bytes`);
    expect(leftOn(screen)).toMatch(
      /^failed: segment at index 1: [^\n]+\n2 clips, 1 failed, 960\.1 kB in [\d.]+ s, listed in clips\/manifest\.json\n$/,
    );
  });

  test("with --json the bar is gone before the document", async () => {
    const cwd = folderWithTake();
    const args = ["cut", "take.wav", "--segments", "list.json", "--out", "clips", "--json"];
    const { stdout: screen } = await longwaveInTerminal(args, { cwd }).result;
    const [, document = ""] = leftOn(screen).split(/^(?=\{)/m);
    expect(JSON.parse(document)).toMatchObject({ clips: 2 });
  });

  test("the bar fits into a narrow terminal", async () => {
    const cwd = folderWithTake();
    const args = ["cut", "take.wav", "-o", "clip.wav"];
    const { stdout: screen } = await longwaveInTerminal(args, { cwd, columns: 30, redirect: "> out.txt" })
      .result;
    const drawn = screen.split(ERASE);
    expect(drawn.length).toBeGreaterThan(2);
    expect(Math.max(...drawn.map((line) => line.length))).toBe(29);
  });

  test("--quiet draws nothing", async () => {
    const cwd = folderWithTake();
    const { stdout: screen } = await longwaveInTerminal(["cut", "take.wav", "-o", "clip.wav", "-q"], { cwd })
      .result;
    expect(screen).toBe("");
  });

  test("an error takes the bar away first", async () => {
    const cwd = folderWithTake();
    const args = ["cut", "take.wav", "-o", "/dev/full"];
    const { stdout: screen, code } = await longwaveInTerminal(args, { cwd }).result;
    expect(code).toBe(1);
    expect(leftOn(screen)).toMatch(/^error: [^\n]+ \(file\/no-space\)\n$/);
  });

  test("Ctrl-C takes the bar away and leaves no file", async () => {
    const cwd = folderWithTake();
    writeFileSync(join(cwd, "list.json"), "");
    const session = longwaveInTerminal(["cut", "take.wav", "--segments", "-", "--out", "clips"], { cwd });
    // A list that is typed in, and goes on.
    session.type("[\r\n");
    await session.shown("[\r\n");
    await expect.poll(session.canBeInterrupted).toBe(true);
    session.type("\x03");
    const { stdout: screen } = await session.result;
    expect(screen).toContain("interrupted\r\n");
    expect(readdirSync(cwd).sort()).toEqual(["list.json", "take.wav"]);
  });

  test("-o - is refused where it would go to the screen", async () => {
    const cwd = folderWithTake();
    const { stdout: screen, code } = await longwaveInTerminal(["cut", "take.wav", "-o", "-"], { cwd }).result;
    expect(code).toBe(2);
    expect(screen).toMatch(/^error: -o - writes audio, which a terminal cannot show: redirect it; /);
  });
});

test("in a pipe no bar is drawn", async () => {
  const cwd = folderWithTake();
  const { stderr } = await longwave(["cut", "take.wav", "-o", "clip.wav"], { cwd });
  expect(stderr).toBe("");
});
