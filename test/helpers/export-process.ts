import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** What a process is to export. */
export interface ExportOrder {
  /** Path of a counting recording. */
  readonly recording: string;
  readonly frames: number;
  readonly out: string;
  readonly speaker: string;
  readonly count: number;
  readonly mode: "list" | "add";
  /** Of a segment, in seconds. */
  readonly longest?: number;
  /** Between two segments of mode "add". */
  readonly pauseMs?: number;
  /** Makes every read of the recording take this long. */
  readonly readMs?: number;
  /** Of its clips neither this one, from 1, nor any after it is written before `go`. */
  readonly holdAt?: number;
}

/** An exporting process. */
export interface ExportProcess {
  /** Fulfilled when the export is about to begin. */
  readonly begun: Promise<unknown>;
  /** Fulfilled when it waits for `go`, or has ended. */
  readonly held: Promise<unknown>;
  go(): void;
  /** Waits for its end; throws unless it ends well. */
  ended(): Promise<void>;
  /** SIGKILL, and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts exporting processes quickly: their code is one file. */
export interface ExportProcesses {
  start(order: ExportOrder): ExportProcess;
  /** Removes the file. */
  remove(): Promise<void>;
}

export async function exportProcesses(): Promise<ExportProcesses> {
  const folder = await mkdtemp(join(tmpdir(), "longwave-export-"));
  const script = join(folder, "export-child.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("export-child.ts", import.meta.url))],
    outfile: script,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "warning",
  });
  return {
    start: (order) => exportProcess(spawn(process.execPath, [script, JSON.stringify(order)])),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

function exportProcess(child: ChildProcessWithoutNullStreams): ExportProcess {
  const exit = once(child, "close");
  let errors = "";
  const lines = createInterface({ input: child.stdout });
  const says = (word: string) => {
    const said = new Promise((resolve) => lines.on("line", (line) => line === word && resolve(word)));
    return Promise.race([said, exit]);
  };
  // One that is killed takes no word any more.
  child.stdin.on("error", () => {});
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  return {
    begun: says("begun"),
    held: says("held"),
    go: () => void child.stdin.write("go\n"),
    async ended() {
      const [code, signal] = await exit;
      if (code !== 0) throw new Error(`the exporting process ended with ${code ?? signal}: ${errors}`);
    },
    async kill() {
      child.kill("SIGKILL");
      await exit;
    },
  };
}
