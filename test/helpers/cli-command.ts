import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The built command: what a user runs. `npm test` builds it first. */
export const COMMAND: string = fileURLToPath(new URL("../../dist/cli/longwave.cjs", import.meta.url));

/** What became of a command. */
export interface CommandResult {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as it is. */
  readonly bytes: Uint8Array;
}

export interface CommandOptions {
  /** The working folder. */
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** What comes in by standard input, which is empty otherwise. */
  readonly input?: string | Uint8Array;
  /** Options of Node. */
  readonly node?: readonly string[];
}

/** A command under way. */
export interface RunningCommand {
  readonly child: ChildProcess;
  readonly result: Promise<CommandResult>;
}

/** Starts `longwave` as a process of its own. */
export function startLongwave(args: readonly string[], options: CommandOptions = {}): RunningCommand {
  if (!existsSync(COMMAND)) throw new Error(`${COMMAND} is not there: npm run build makes it`);
  const { cwd, env = {}, input, node = [] } = options;
  const child = spawn(process.execPath, [...node, COMMAND, ...args], {
    env: { ...cleanEnvironment(), ...env },
    ...(cwd !== undefined && { cwd }),
  });
  return { child, result: collect(child, input) };
}

/** Runs `longwave` as a process of its own, to its end. */
export function longwave(args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  return startLongwave(args, { input: "", ...options }).result;
}

/** Whether the process has put the command's own handlers of signals in place: Node has none for SIGHUP, number 1. */
export function handlesSignals(pid: number): boolean {
  const [, caught = "0"] =
    /^SigCgt:\s*([\da-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, "latin1")) ?? [];
  return (BigInt(`0x${caught}`) & 1n) === 1n;
}

/** What the child writes until it ends. `input` undefined leaves its standard input open. */
export function collect(child: ChildProcess, input?: string | Uint8Array): Promise<CommandResult> {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout?.on("data", (piece: Buffer) => stdout.push(piece));
  child.stderr?.on("data", (piece: Buffer) => stderr.push(piece));
  // A command that ends without reading all of its input closes the pipe.
  child.stdin?.on("error", () => {});
  if (input !== undefined) child.stdin?.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      const bytes = Buffer.concat(stdout);
      resolve({ code, signal, bytes, stdout: bytes.toString(), stderr: Buffer.concat(stderr).toString() });
    });
  });
}

/** The environment without what would change the command's ways. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const { USE_STREAMING_SNIPPET_EXPORT: _, LONGWAVE_DEBUG: __, NODE_OPTIONS: ___, ...rest } = process.env;
  return rest;
}
