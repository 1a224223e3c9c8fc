import { execFile } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The programs of others that read and write WAV files. */
export type Tool = "sox" | "ffmpeg" | "ffprobe" | "sndfile-info" | "sndfile-convert";

/** Whether all of them are installed; says loudly when one is not. */
export function haveTools(...tools: readonly Tool[]): boolean {
  // Looked for, not run: starting one takes longer than many a test.
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const isProgram = (path: string) => existsSync(path) && statSync(path).isFile();
  const isThere = (tool: Tool) =>
    folders.some((folder) => ["", ".exe"].some((ending) => isProgram(join(folder, tool + ending))));
  const missing = tools.filter((tool) => !isThere(tool));
  // biome-ignore lint/suspicious/noConsole: a comparison that was not made must not look like one that passed
  if (missing.length > 0) console.warn(`NOT TESTED against ${missing.join(", ")}: not installed`);
  return missing.length === 0;
}

/** What a program writes to its standard output. */
export async function output(tool: Tool, ...args: readonly string[]): Promise<Uint8Array> {
  const { stdout } = await run(tool, args, { encoding: "buffer", maxBuffer: 2 ** 26 });
  return stdout;
}
