import { runPlan } from "../encode/run-plan.ts";
import { inputName } from "../engine/input-name.ts";
import type { TranscodeResult } from "../transcode-options.ts";
import { carriedBy, type Task } from "./task.ts";

/**
 * ffmpeg reads and writes.
 *
 * @param copy whether packets are moved as they are
 */
export async function runDirectly(task: Task, copy: boolean): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, faults, shape, from, to, probed } = task;
  const { sampleRate } = shape;
  const expected = (to ?? probed.declared.frames) - from;
  const { outcome, seconds, bytes, warnings } = await runPlan(engine, {
    source,
    sink,
    input: {
      kind: "media",
      name: inputName(source),
      facts,
      from: from / sampleRate,
      ...(to !== undefined && { to: to / sampleRate }),
    },
    carried: await carriedBy(task),
    options,
    copy,
    seconds: expected / sampleRate,
  });
  const frames = Math.round(seconds * sampleRate);
  // Where a part was asked for, the end of the recording was not reached, and says nothing.
  const reached = to === undefined ? from + frames : probed.declared.frames;
  faults.addEnding({ outcome, frames: frames === 0 ? 0 : reached, isCounted: false });
  await sink.close();
  return {
    format: options.format,
    duration: expected / sampleRate,
    bytes,
    copied: copy,
    warnings: [...faults.warnings, ...warnings],
  };
}
