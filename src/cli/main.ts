import { setFlagsFromString } from "node:v8";
import { CommanderError } from "commander";
import { LongwaveError } from "../stream/error.ts";
import { program } from "./program.ts";
import { UsageError } from "./usage-error.ts";

/** Set by the build, from package.json. */
declare const LONGWAVE_VERSION: string;

const INTERRUPTED = 130;

// These commands move bytes and never compute on them: the optimizing compiler would win nothing, and its code and
// working memory are 6 MB; a young generation that may grow would take 2 MB more, and more with every clip.
setFlagsFromString("--no-opt --semi-space-growth-factor=1");

const interrupt = new AbortController();
// The second Ctrl-C ends the process at once: only the first is listened to.
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(name, () => interrupt.abort(new Error("interrupted")));
}

main();

async function main(): Promise<void> {
  const root = program({
    version: LONGWAVE_VERSION,
    signal: interrupt.signal,
    fail: () => {
      process.exitCode = 1;
    },
  });
  try {
    await root.parseAsync();
  } catch (error) {
    process.exitCode = fail(error);
  }
}

/** Says what went wrong, in one line; returns the exit code. */
function fail(error: unknown): number {
  // Commander has said it already, or printed the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    process.stderr.write(`error: ${error.message}\n(add --help for how to use it)\n`);
    return 2;
  }
  if (interrupt.signal.aborted) {
    process.stderr.write("interrupted\n");
    return INTERRUPTED;
  }
  const known = error instanceof LongwaveError;
  const code = known ? error.code : "unexpected";
  const message = error instanceof Error ? error.message : String(error);
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify({ error: { code, message } }, undefined, 2)}\n`);
  }
  process.stderr.write(`error: ${message} (${code})\n`);
  if (!known && error instanceof Error && process.env["LONGWAVE_DEBUG"])
    process.stderr.write(`${error.stack}\n`);
  return 1;
}
