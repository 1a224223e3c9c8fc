import { setMaxListeners } from "node:events";
import { setFlagsFromString } from "node:v8";
import { CommanderError } from "commander";
import { LongwaveError } from "../stream/error.ts";
import { Interruption } from "./interruption.ts";
import { printable, printableJson } from "./printable.ts";
import { program } from "./program.ts";
import { print, printError, READER_GONE } from "./standard-streams.ts";
import { USAGE_ERROR_CODE, UsageError } from "./usage-error.ts";

/** Set by the build, from package.json. */
declare const LONGWAVE_VERSION: string;

/** Exit codes. */
const FAILED = 1;
const WRONG_USAGE = 2;
const INTERRUPTED = 130;

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** How long the tidying up may take after a signal, in milliseconds. */
const TIDYING_MS = 3_000;

/** How long the process may take to end when everything is tidied up, in milliseconds. */
const ENDING_MS = 300;

// Most recordings are cut by moving bytes: the compilers would win nothing, and their code and working memory are 6 MB
// (compute-fast.ts turns them on for the others); a young generation that may grow would take 2 MB more, and more with every clip.
setFlagsFromString("--no-opt --no-sparkplug --semi-space-growth-factor=1");

// Each clip under way listens for the interruption, and 64 of them are no leak for Node to warn of.
setMaxListeners(0);

const interrupt = new AbortController();
let received: NodeJS.Signals = "SIGINT";
for (const name of SIGNALS) process.on(name, onSignal);

main();

/** The first signal ends the work in good order, the second one ends the process at once. */
function onSignal(name: NodeJS.Signals): void {
  for (const other of SIGNALS) process.off(other, onSignal);
  received = name;
  interrupt.abort(new Error("interrupted"));
  dieIn(TIDYING_MS);
}

/**
 * Ends the process by the signal that it received, unless it has ended by then. A read or a write that hangs, as on a
 * pipe with nobody at its other end, cannot be called back, and `process.exit` would wait for it.
 *
 * The time runs out in ten parts: where the machine stalls, or the process is stopped for a while, that is no hang, and
 * costs one of them at most.
 */
function dieIn(milliseconds: number, parts = 10): void {
  const passed = () => {
    if (parts === 1) process.kill(process.pid, received);
    else dieIn(milliseconds - milliseconds / parts, parts - 1);
  };
  setTimeout(passed, milliseconds / parts).unref();
}

async function main(): Promise<void> {
  const root = program({
    version: LONGWAVE_VERSION,
    signal: interrupt.signal,
    fail: () => {
      process.exitCode = FAILED;
    },
  });
  try {
    await root.parseAsync();
  } catch (error) {
    const commands = root.commands.map((command) => command.name());
    process.exitCode = fail(error, commands);
  }
}

/** Says what went wrong, in one line; returns the exit code. */
function fail(error: unknown, commands: readonly string[]): number {
  // The help, or the version, that was asked for; without a command the help is the error.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  if (error instanceof CommanderError && error.code === "commander.help") return WRONG_USAGE;
  if (error instanceof CommanderError || error instanceof UsageError) {
    const message = error.message
      .replace(/^error: /, "")
      .replaceAll("\n", " ")
      .replace(/\.$/, "");
    report(USAGE_ERROR_CODE, `${message}; see ${helpCommand(commands)}`);
    return WRONG_USAGE;
  }
  if (interrupt.signal.aborted) {
    dieIn(ENDING_MS);
    const { message, facts } = error instanceof Interruption ? error : { message: "interrupted", facts: {} };
    if (wantsJson()) printFailure("cli/interrupted", "interrupted", facts);
    printError(`${printable(message)}\n`);
    return INTERRUPTED;
  }
  if (error instanceof LongwaveError) {
    if (error.code !== READER_GONE) report(error.code, error.message);
    return FAILED;
  }
  report("cli/unexpected", error instanceof Error ? error.message : String(error));
  if (error instanceof Error && process.env["LONGWAVE_DEBUG"]) printError(`${error.stack}\n`);
  return FAILED;
}

function report(code: string, message: string): void {
  if (wantsJson()) printFailure(code, message);
  printError(`error: ${printable(message)} (${code})\n`);
}

function printFailure(code: string, message: string, facts: object = {}): void {
  print(`${printableJson({ ...facts, error: { code, message } })}\n`);
}

/** Asked of the arguments as they are, because those that cannot be understood are an error to be told as well. */
function wantsJson(): boolean {
  return process.argv.includes("--json");
}

/** What shows the help that fits the arguments. */
function helpCommand(commands: readonly string[]): string {
  const [first = ""] = process.argv.slice(2);
  return commands.includes(first) ? `longwave ${first} --help` : "longwave --help";
}
