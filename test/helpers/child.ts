import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A script of this folder that runs in a process of its own. */
export interface Child {
  readonly pid: number;
  /** The next line that it prints. */
  line(): Promise<string>;
  /** Waits for its end; throws with what it printed as errors unless it ends well. */
  ended(): Promise<void>;
  /** Ends it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
}

/**
 * Starts a script of this folder. It is killed when the test is over.
 *
 * @param script a file name without `.ts`
 */
export function startChild(script: string, ...args: string[]): Child {
  const file = fileURLToPath(new URL(`${script}.ts`, import.meta.url));
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, ["--import", "tsx", file, ...args]);
  const exit = once(child, "close");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => {
    errors += text;
  });
  async function kill(): Promise<void> {
    child.kill("SIGKILL");
    await exit;
  }
  onTestFinished(kill);
  return {
    pid: child.pid ?? 0,
    async line() {
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${script} ended without a line: ${errors}`);
      return value;
    },
    async ended() {
      const [code, signal] = await exit;
      if (code !== 0) throw new Error(`${script} ended with ${code ?? signal}: ${errors}`);
    },
    kill,
  };
}
