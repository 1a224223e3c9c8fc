import type { FromWorker, JobOutcome, JobSpec } from "../engine/job.ts";
import { instantiateCore, type MakeCore } from "./core.ts";
import { mountJobFiles } from "./job-files.ts";
import type { JobOutput } from "./job-output.ts";
import { type EnvironmentFiles, openInput, openOutput } from "./job-streams.ts";
import { LogKeeper } from "./log-keeper.ts";

/** What a worker has loaded, and where it is. */
export interface WorkerEnvironment extends EnvironmentFiles {
  readonly make: MakeCore;
  readonly module: WebAssembly.Module;
}

/** The code of a run that ended without one: ffprobe never has one, and what it wrote tells how it went. */
const NO_CODE = { ffmpeg: 1, ffprobe: 0 } as const;

const MICROSECONDS = 1e6;

/**
 * Runs one job in an instance of its own: options of ffmpeg outlive a run, and so would memory.
 *
 * @throws LongwaveError `media/core-version`
 */
export async function runJob(
  job: JobSpec,
  environment: WorkerEnvironment,
  say: (message: FromWorker) => void,
): Promise<JobOutcome> {
  const outputs = new Map<string, JobOutput>();
  const memory: Record<string, Uint8Array<ArrayBuffer>> = {};
  try {
    const core = await instantiateCore(environment.make, environment.module);
    const inputs = new Map(job.inputs.map((spec) => [spec.name, openInput(spec, environment)]));
    for (const spec of job.outputs) outputs.set(spec.name, await openOutput(spec, environment));
    let unreadable: { readonly error: unknown } | undefined;
    mountJobFiles(core, inputs, outputs, (error) => {
      unreadable ??= { error };
    });

    const log = new LogKeeper((line) => say({ type: "fault", line }));
    core.setLogger((line) => log.add(line));
    core.setProgress(({ time }) => {
      if (time >= 0) say({ type: "progress", seconds: time / MICROSECONDS });
    });
    if (job.stop) stopWhenTold(core, new Int32Array(job.stop));
    core[job.program === "ffmpeg" ? "exec" : "ffprobe"](...job.args);
    // ffmpeg takes that for the end, where it has read anything.
    if (unreadable) throw unreadable.error;
    const { lines, warning, stdout } = log;
    return {
      code: core.ret < 0 ? NO_CODE[job.program] : core.ret,
      log: lines,
      ...(warning && { warning }),
      stdout,
      memory,
    };
  } finally {
    for (const [name, output] of outputs) {
      const bytes = output.end();
      if (bytes) memory[name] = bytes;
    }
  }
}

/** ffmpeg looks at its time limit between packets; a limit of 0 has always passed. */
function stopWhenTold(core: { timeout: number }, stop: Int32Array): void {
  Object.defineProperty(core, "timeout", {
    get: () => (Atomics.load(stop, 0) === 0 ? -1 : 0),
    set() {},
  });
}
