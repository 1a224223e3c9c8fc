import { LONGEST_PACKET_SECONDS } from "../decode/sound-behind.ts";
import { runPlan } from "../encode/run-plan.ts";
import { inputName } from "../engine/input-name.ts";
import { layoutFilters } from "../probe/layout-filters.ts";
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
      filters: layoutFilters(probed),
      from: from / sampleRate,
      ...(to !== undefined && { to: to / sampleRate }),
    },
    carried: await carriedBy(task),
    options,
    copy,
    seconds: expected / sampleRate,
  });
  const frames = Math.round(seconds * sampleRate);
  faults.addEnding({ outcome, frames: frames === 0 ? 0 : from + frames, to, isCounted: false });
  await sink.close();
  // Packets that are copied keep their times, and may begin late.
  const isNear = Math.abs(frames - expected) < LONGEST_PACKET_SECONDS * sampleRate;
  const isAsExpected = isNear || (copy && frames > expected);
  return {
    format: options.format,
    // The time of the last packet is not that of its last frame.
    duration: isAsExpected ? expected / sampleRate : seconds,
    bytes,
    copied: copy,
    warnings: [...faults.warnings, ...warnings],
  };
}
