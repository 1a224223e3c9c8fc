import type { FromWorker, ToWorker } from "../engine/job.ts";
import { tellError } from "../engine/told-error.ts";
import type { MakeCore } from "./core.ts";
import type { EnvironmentFiles } from "./job-streams.ts";
import { runJob } from "./run-job.ts";

/** What a worker needs of where it runs. */
export interface WorkerScope extends EnvironmentFiles {
  /** Loads the package's script. */
  loadScript(script: string): Promise<MakeCore>;
  /** @param transfer memory that is given away with it */
  say(message: FromWorker, transfer?: ArrayBuffer[]): void;
  /** Frees the memory of a job that has ended, where that can be asked for. */
  collectGarbage?(): void;
}

/** What a worker does with the messages that it is sent. Jobs come one at a time. */
export function serveJobs(scope: WorkerScope): (message: ToWorker) => Promise<void> {
  let core: { readonly make: Promise<MakeCore>; readonly module: WebAssembly.Module } | undefined;
  return async (message) => {
    try {
      if (message.type === "load") {
        const make = scope.loadScript(message.script);
        // Each job that needs it is told.
        make.catch(() => {});
        core = { make, module: message.module };
        return;
      }
      if (core === undefined) throw new Error("a job came before ffmpeg did");
      const environment = { ...scope, make: await core.make, module: core.module };
      const outcome = await runJob(message.job, environment, scope.say);
      const { memory } = outcome;
      scope.say(
        { type: "done", outcome },
        Object.values(memory).map(({ buffer }) => buffer),
      );
    } catch (error) {
      scope.say({ type: "failed", error: tellError(error, "media/failed") });
    }
    if (message.type === "run") scope.collectGarbage?.();
  };
}
