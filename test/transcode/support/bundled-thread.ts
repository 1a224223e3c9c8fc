import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import { onTestFinished } from "vitest";

/** A thread that runs a script of this folder, which is TypeScript. */
export interface Thread {
  /** Gives it something to do, and waits for what it says. */
  ask(question: object): Promise<unknown>;
}

/** Starts a thread. It ends when the test is over. */
export async function startThread(script: string): Promise<Thread> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`${script}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
  });
  const worker = new Worker(outputFiles[0]?.text ?? "", { eval: true, execArgv: [] });
  onTestFinished(async () => {
    await worker.terminate();
  });
  return {
    async ask(question) {
      worker.postMessage(question);
      const [answer] = await once(worker, "message");
      return answer;
    },
  };
}
