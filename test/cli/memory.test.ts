import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { longwave } from "../helpers/cli-command.ts";
import { scratchFolder, writeSparseRecording } from "../helpers/cli-recording.ts";

const isLinux = process.platform === "linux";

/** A folder with four hours of stereo, 2.5 GB, and a list of so many segments of 10 s. */
function folderWithSession(segments: number): string {
  const cwd = scratchFolder();
  writeSparseRecording(join(cwd, "session.wav"));
  const list = Array.from({ length: segments }, (_, index) => ({
    start: index * 143,
    end: index * 143 + 10,
  }));
  writeFileSync(join(cwd, "list.json"), JSON.stringify(list));
  return cwd;
}

const CUT = ["cut", "session.wav", "--segments", "list.json", "--out", "clips", "--json"];

test.runIf(isLinux)(
  "100 clips out of a recording of 2.5 GB take less than 50 MiB, Node included",
  async () => {
    const cwd = folderWithSession(100);
    const { code, stdout } = await longwave(CUT, { cwd });
    expect(code).toBe(0);
    const { clips, bytes, peakRssBytes } = JSON.parse(stdout);
    expect(clips).toBe(100);
    expect(bytes).toBe(100 * (44 + 441_000 * 4));
    expect(peakRssBytes).toBeLessThan(50 * 2 ** 20);
  },
);

test.runIf(isLinux)("peakRssBytes is the peak that Linux counts for the process", async () => {
  const cwd = folderWithSession(20);
  const hook = join(cwd, "hook.cjs");
  writeFileSync(
    hook,
    'process.on("exit", () => { const fs = require("node:fs");' +
      'fs.writeFileSync("status.txt", fs.readFileSync("/proc/self/status")); });',
  );
  const { stdout } = await longwave(CUT, { cwd, node: ["--require", hook] });
  const status = readFileSync(join(cwd, "status.txt"), "utf8");
  const counted = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
  const { peakRssBytes } = JSON.parse(stdout);
  // It is asked for before the document is printed and the process ends.
  expect(peakRssBytes).toBeLessThanOrEqual(counted);
  expect(counted - peakRssBytes).toBeLessThan(2 ** 20);
});
