import type { ByteSink } from "../../stream/byte-sink.ts";
import { abortable } from "../../stream/wait.ts";
import type { Engine } from "../engine/engine.ts";
import type { JobOutcome } from "../engine/job.ts";
import { JOB_FOLDER } from "../engine/job-path.ts";
import type { JobSource } from "../engine/job-request.ts";
import type { MediaWarning } from "../media.ts";
import { planMedia } from "../plan/media-plan.ts";
import { outputName } from "../plan/output-format.ts";
import type { PlanRequest } from "../plan/plan-request.ts";
import type { JobOptions } from "../transcode-options.ts";
import { Progress } from "./progress.ts";

/** One run of ffmpeg that writes a file. */
export interface PlannedRun extends Omit<PlanRequest, "folder" | "output" | "canPatch" | "strict"> {
  readonly source: JobSource;
  readonly sink: ByteSink;
  readonly options: PlanRequest["options"] & JobOptions;
  /** Seconds of the result, as far as they are known. */
  readonly seconds: number;
}

/** How it went. The sink is still open. */
export interface FinishedRun {
  readonly outcome: JobOutcome;
  /** Seconds of sound that were written, by the time of the last packet. */
  readonly seconds: number;
  /** Bytes of the file. */
  readonly bytes: number;
  readonly warnings: readonly MediaWarning[];
}

/** Plans a run of ffmpeg, and runs it. */
export async function runPlan(engine: Engine, run: PlannedRun): Promise<FinishedRun> {
  const { source, sink, seconds: total, ...request } = run;
  const { input, options } = request;
  const { strict, signal, onProgress } = options;
  const output = outputName(options.format);
  const plan = planMedia({
    ...request,
    folder: JOB_FOLDER,
    output,
    canPatch: sink.patch !== undefined,
    ...(strict !== undefined && { strict }),
  });
  const progress = new Progress(total, onProgress);
  let seconds = 0;
  if (plan.prefix.length > 0) await abortable(sink.write(plan.prefix), signal);
  const outcome = await engine.run({
    program: "ffmpeg",
    args: plan.args,
    inputs: {
      [input.name]: source,
      ...Object.fromEntries(plan.files.map(({ name, bytes }) => [name, bytes])),
    },
    outputs: { [output]: sink },
    signal,
    onProgress(done) {
      seconds = done;
      progress.tellSeconds(done);
    },
    onBytes: (bytes) => progress.tellBytes(bytes),
  });
  if (outcome.code === 0) progress.finish();
  return { outcome, seconds, bytes: plan.prefix.length + progress.bytes, warnings: plan.warnings };
}
