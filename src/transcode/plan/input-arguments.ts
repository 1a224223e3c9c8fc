import { directRange } from "./direct-range.ts";
import { channelLayout } from "./encoded-sound.ts";
import type { DirectInput, PlanRequest } from "./plan-request.ts";

/** The input with the little that ffmpeg must know of it. */
export function inputArguments({ folder, input, options }: PlanRequest): string[] {
  const path = `${folder}/${input.name}`;
  if (input.kind === "media") return [...rangeArguments(input), "-i", path];
  const layout = channelLayout(options.format, input.channels);
  const arrangement = layout === undefined ? ["-ac", String(input.channels)] : ["-ch_layout", layout];
  return ["-f", "f32le", "-ar", String(input.sampleRate), ...arrangement, "-i", path];
}

/** Times to the frame: ffmpeg takes microseconds and rounds them to frames, as we do. */
function rangeArguments(input: DirectInput): string[] {
  const { from, to } = directRange(input);
  const start = from > 0 ? ["-ss", time(from)] : [];
  return to < input.facts.duration ? [...start, "-t", time(to - from)] : start;
}

function time(seconds: number): string {
  return seconds.toFixed(6);
}
