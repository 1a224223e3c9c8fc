import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { COMMAND, type CommandResult, cleanEnvironment, collect, handlesSignals } from "./cli-command.ts";

/** Whether there is a program that gives a command a terminal: `script` of util-linux. */
export const hasTerminal: boolean = (() => {
  try {
    return execFileSync("script", ["--version"], { encoding: "utf8" }).includes("util-linux");
  } catch {
    return false;
  }
})();

/** A command that has a terminal of its own, whose screen is the `stdout` of the result. */
export interface TerminalSession {
  readonly result: Promise<CommandResult>;
  /** Types keys. */
  type(keys: string): void;
  /** Whether an interruption would end the command in good order by now. */
  canBeInterrupted(): boolean;
  /** Resolves when the screen has shown that text. */
  shown(text: string): Promise<void>;
}

/**
 * Starts `longwave` in a terminal.
 *
 * @param redirect shell redirections, such as `"> out.txt"`; without one both outputs are the terminal
 */
export function longwaveInTerminal(
  args: readonly string[],
  options: { readonly columns?: number; readonly redirect?: string; readonly cwd: string },
): TerminalSession {
  const { columns = 80, redirect = "", cwd } = options;
  const words = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(" ");
  const line = `stty cols ${columns}; exec ${words} ${redirect}`;
  const child = spawn("script", ["-qefc", line, "/dev/null"], { cwd, env: cleanEnvironment() });
  let screen = "";
  const result = collect(child);
  child.stdout.on("data", (piece: Buffer) => {
    screen += piece.toString();
  });
  return {
    result: result.finally(() => child.stdin.destroy()),
    canBeInterrupted() {
      // `script` has one child, the shell, which becomes the command.
      const pid = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "latin1").trim();
      return pid !== "" && handlesSignals(Number(pid));
    },
    type: (keys) => void child.stdin.write(keys),
    shown: (text) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!screen.includes(text)) return;
          child.stdout.off("data", look);
          resolve();
        };
        child.stdout.on("data", look);
        look();
      }),
  };
}
