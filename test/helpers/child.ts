import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
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
  // Out of standard input there is no file that somebody would have to remove.
  return running(script, ["--input-type=module", "-", ...args], bundled(script));
}

/**
 * The same with a loader of TypeScript, which takes ten times as long to start: for the growth of memory that is measured against
 * a process that has some to reuse.
 */
export function startLoadedChild(script: string, ...args: string[]): Child {
  return running(script, ["--import", "tsx", pathOf(script), ...args]);
}

function running(script: string, args: readonly string[], code = ""): Child {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, args);
  // One that is killed at once may be gone before it has read all.
  child.stdin.on("error", () => {}).end(code);
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

const bundles = new Map<string, string>();

/** A script and all that it imports as one piece of JavaScript, which starts in a tenth of the time of many files in TypeScript. */
function bundled(script: string): string {
  const known = bundles.get(script);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    entryPoints: [pathOf(script)],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
  });
  const code = outputFiles[0]?.text ?? "";
  bundles.set(script, code);
  return code;
}

function pathOf(script: string): string {
  return fileURLToPath(new URL(`${script}.ts`, import.meta.url));
}
