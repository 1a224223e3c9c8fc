import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The programs of others that read and write WAV files. */
export type Tool = "sox" | "ffmpeg" | "ffprobe" | "sndfile-info" | "sndfile-convert";

/** Whether all of them are installed; says loudly when one is not. */
export function haveTools(...tools: readonly Tool[]): boolean {
  const missing = tools.filter((tool) => spawnSync(tool, ["--version"]).error !== undefined);
  // biome-ignore lint/suspicious/noConsole: a comparison that was not made must not look like one that passed
  if (missing.length > 0) console.warn(`NOT TESTED against ${missing.join(", ")}: not installed`);
  return missing.length === 0;
}

/** What a program writes to its standard output. */
export async function output(tool: Tool, ...args: readonly string[]): Promise<Uint8Array> {
  const { stdout } = await run(tool, args, { encoding: "buffer", maxBuffer: 2 ** 26 });
  return stdout;
}
