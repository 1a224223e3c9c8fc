import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** How a process is started. */
export interface ScriptOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Where the built package lies; that of this project unless told otherwise. */
  readonly bundle?: string;
  /** How long it may run, in milliseconds; 100,000 unless told otherwise. */
  readonly timeoutMs?: number;
}

/** Where the built package lies. */
export const BUNDLE: string = resolve("dist/bundle");

/**
 * Runs a script in a process of its own, with what the built package exports in `lw` and a clock `since` in milliseconds.
 *
 * @returns what it printed, as JSON
 */
export async function runScript(script: string, options: ScriptOptions = {}): Promise<unknown> {
  const { bundle = BUNDLE, timeoutMs = 100_000, cwd, env } = options;
  const names = ["index", "node", "transcode"].map((name) => pathToFileURL(`${bundle}/${name}.js`).href);
  const imports = names.map((url) => `...(await import(${JSON.stringify(url)}))`).join(", ");
  const code = `const lw = { ${imports} }; const print = (value) => process.stdout.write(JSON.stringify(value));\n${script}`;
  const args = ["--input-type=module", "-e", code];
  const { stdout } = await run(process.execPath, args, {
    timeout: timeoutMs,
    ...(cwd !== undefined && { cwd }),
    ...(env && { env }),
  });
  return JSON.parse(stdout);
}
