import { moovSize } from "./moov-size.ts";
import { FORMATS, isMp4 } from "./output-format.ts";
import type { DirectInput, PipedInput, PlanRequest } from "./plan-request.ts";
import type { PlannedContent } from "./planned-content.ts";

/** Containers in which packets have even times. */
const EVEN = ["m4a", "m4b", "mp4", "mov", "aac"];

/**
 * Microseconds of sound between two places where a fragmented file can be entered; so much is kept in memory.
 */
const FRAGMENT = 2_000_000;

/**
 * The arguments of the container. `bitexact` keeps the muxer's version and random numbers out. Packets go into
 * larger blocks than one each, which is as soon as a stream needs them.
 */
export function muxerArguments(request: PlanRequest, content: PlannedContent): string[] {
  const { options, canPatch } = request;
  const muxer = ["-fflags", "+bitexact", "-flush_packets", "0", "-f", FORMATS[options.format].muxer];
  if (isMp4(options.format)) return [...muxer, ...mp4Arguments(request, content)];
  // It becomes RF64 by itself beyond 4 GiB.
  if (options.format === "wav" && canPatch) return [...muxer, "-rf64", "auto"];
  // The frame that says how long an MP3 is comes first, when that is not known yet; nor can the size of a tag
  // be set later.
  if (options.format === "mp3" && !canPatch) return [...muxer, "-write_xing", "0", "-id3v2_version", "0"];
  return muxer;
}

function mp4Arguments(request: PlanRequest, content: PlannedContent): string[] {
  const { options, canPatch } = request;
  const brand = options.format === "m4b" ? ["-brand", "M4B "] : [];
  if (!canPatch) {
    const flags = "+empty_moov+default_base_moof";
    return [...brand, "-movflags", flags, "-frag_duration", String(FRAGMENT)];
  }
  const timed = [...brand, ...movieTimescale(request)];
  // Room for the index can be left where it is known how long it will be.
  if (options.faststart === false || request.input.kind === "stream") return timed;
  return [...timed, "-moov_size", String(moovSize(moovContents(request.input, request, content)))];
}

/** What the edit list counts in: in milliseconds, which is usual, the end would be off by some frames. */
function movieTimescale({ input }: PlanRequest): string[] {
  const sampleRate = input.kind === "samples" ? input.sampleRate : undefined;
  const known = input.kind === "media" ? input.facts.audio.sampleRate : sampleRate;
  return known === undefined ? [] : ["-movie_timescale", String(known)];
}

function moovContents(
  input: DirectInput | PipedInput,
  { options, copy = false }: PlanRequest,
  content: PlannedContent,
) {
  const { sampleRate = 48_000, channels = 2 } = input.kind === "media" ? input.facts.audio : input;
  const isEven = input.kind === "media" && EVEN.includes(input.facts.container);
  return {
    ...content,
    sampleRate,
    channels,
    codec: options.format === "alac" ? ("alac" as const) : ("aac" as const),
    copied: copy ? (isEven ? ("even" as const) : ("uneven" as const)) : ("no" as const),
    exact: input.kind === "samples" || input.facts.exact,
  };
}
