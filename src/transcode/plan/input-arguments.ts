import { timeArgument } from "../engine/time-argument.ts";
import { isMpeg4 } from "../probe/container-name.ts";
import { packetFrames } from "../probe/packet-frames.ts";
import { directRange } from "./direct-range.ts";
import { channelLayout } from "./encoded-sound.ts";
import { FORMATS } from "./output-format.ts";
import type { DirectInput, PlanRequest } from "./plan-request.ts";

/** The input with the little that ffmpeg must know of it. */
export function inputArguments(request: PlanRequest): string[] {
  const { folder, input, options, copy = false } = request;
  const path = `${folder}/${input.name}`;
  if (input.kind === "media") return [...rangeArguments(input, beginsWithPacket(request), copy), "-i", path];
  if (input.kind === "stream") return ["-i", path];
  const layout = channelLayout(options.format, input.channels);
  const arrangement = layout === undefined ? ["-ac", String(input.channels)] : ["-ch_layout", layout];
  return ["-f", "f32le", "-ar", String(input.sampleRate), ...arrangement, "-i", path];
}

/** Times to the frame: ffmpeg takes microseconds and rounds them to frames, as we do. */
function rangeArguments(input: DirectInput, startsEarly: boolean, copy: boolean): string[] {
  const range = directRange(input);
  const from = startsEarly ? Math.max(0, range.from - packetSeconds(input)) : range.from;
  const start = from > 0 ? ["-ss", timeArgument(from)] : [];
  const isWhole = range.to >= input.facts.duration;
  const toEnd = isWhole && (copy || !endsWithinPacket(input));
  return toEnd ? start : [...start, "-t", timeArgument(range.to - from)];
}

/**
 * Whether a copied part begins with the first packet that is wanted, and not with the one that a container lets ffmpeg go to, which may
 * lie seconds before. MPEG-4 has those before, and an edit list that leaves them out.
 */
export function beginsWithPacket({ input, options, copy = false }: PlanRequest): boolean {
  return copy && input.kind === "media" && (input.from ?? 0) > 0 && FORMATS[options.format].muxer !== "ipod";
}

/** What encoders of Opus make unless told otherwise (RFC 7587 section 4.2). */
const OPUS_SECONDS = 0.02;

/** How long the packet may be that the first wanted frame lies in; 0 where packets differ, and it may be left out. */
function packetSeconds({ facts }: DirectInput): number {
  const { codec, sampleRate = 0 } = facts.audio;
  if (codec === "opus") return OPUS_SECONDS;
  return sampleRate > 0 ? (packetFrames(facts.audio) ?? 0) / sampleRate : 0;
}

/** ffmpeg decodes the last packet of an MPEG-4 file to its end, whatever the edit list says. */
function endsWithinPacket({ facts }: DirectInput): boolean {
  return facts.exact && isMpeg4(facts.container);
}
