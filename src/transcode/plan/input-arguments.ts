import { timeArgument } from "../engine/time-argument.ts";
import { isMpeg4 } from "../probe/container-name.ts";
import { directRange } from "./direct-range.ts";
import { channelLayout } from "./encoded-sound.ts";
import type { DirectInput, PlanRequest } from "./plan-request.ts";

/** The input with the little that ffmpeg must know of it. */
export function inputArguments({ folder, input, options, copy = false }: PlanRequest): string[] {
  const path = `${folder}/${input.name}`;
  if (input.kind === "media") return [...rangeArguments(input, copy), "-i", path];
  if (input.kind === "stream") return ["-i", path];
  const layout = channelLayout(options.format, input.channels);
  const arrangement = layout === undefined ? ["-ac", String(input.channels)] : ["-ch_layout", layout];
  return ["-f", "f32le", "-ar", String(input.sampleRate), ...arrangement, "-i", path];
}

/** Times to the frame: ffmpeg takes microseconds and rounds them to frames, as we do. */
function rangeArguments(input: DirectInput, copy: boolean): string[] {
  const { from, to } = directRange(input);
  const start = from > 0 ? ["-ss", timeArgument(from)] : [];
  const isWhole = to >= input.facts.duration;
  return isWhole && (copy || !endsWithinPacket(input)) ? start : [...start, "-t", timeArgument(to - from)];
}

/** ffmpeg decodes the last packet of an MPEG-4 file to its end, whatever the edit list says. */
function endsWithinPacket({ facts }: DirectInput): boolean {
  return facts.exact && isMpeg4(facts.container);
}
