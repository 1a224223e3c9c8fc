import type { MediaStream } from "../media.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import { type Mp3Header, mp3Frames } from "./mp3-header.ts";
import { mp4Frames } from "./mp4-frames.ts";
import type { Mp4Times } from "./mp4-times.ts";
import { packetFrames } from "./packet-frames.ts";
import { type ProbeReport, type ProbeStream, probeFraction, probeNumber } from "./probe-report.ts";

/** What the head of a file says, read from its bytes. */
export interface FileHead {
  readonly mp3?: Mp3Header | undefined;
  readonly mp4?: Mp4Times | undefined;
}

/** Demuxers that keep the number of frames, of every codec that they hold. */
const COUNTED: ReadonlySet<string> = new Set(["flac", "ogg", "tta", "wv", "ape", "tak", "shn"]);

/** Demuxers that keep the number of bytes, which are frames where these are PCM. */
const PCM_FILES: ReadonlySet<string> = new Set([
  "wav",
  "w64",
  "aiff",
  "caf",
  "au",
  "voc",
  "sox",
  "ircam",
  "nist",
]);

/** Demuxers that keep the time of the end, coarser than to the frame. */
const TIMED: ReadonlySet<string> = new Set(["matroska", "asf", "avi", "flv"]);

/**
 * `"00:00:03.361000000"`, as the muxers of libavformat and mkvtoolnix say how long a stream of a Matroska file
 * is.
 */
function clockSeconds(text: string | undefined): number | undefined {
  const match = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(text ?? "");
  return match === null ? undefined : Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3]);
}

/** How long a stream says that it is, in seconds. */
function ownSeconds(stream: ProbeStream): number | undefined {
  const tagged = clockSeconds(stream.tags?.["DURATION"] ?? stream.tags?.["DURATION-eng"]);
  return tagged ?? probeNumber(stream.duration);
}

/** The stream's duration in frames where its ticks are frames, or whole parts or multiples of them. */
function tickedFrames(stream: ProbeStream, sampleRate: number): number | undefined {
  const base = probeFraction(stream.time_base);
  const ticks = probeNumber(stream.duration_ts);
  if (base === undefined || ticks === undefined || ticks <= 0) return undefined;
  const frames = (ticks * base.num * sampleRate) / base.den;
  // HE-AAC counts frames of the half rate that its core has.
  return (sampleRate * base.num) % base.den === 0 ? frames : undefined;
}

/**
 * Frames that an Opus stream in Ogg begins with and no decoder hands out (RFC 7845 §4.2). Its duration counts
 * them, for ffmpeg takes it from the position of the last page.
 */
function preSkip(report: ProbeReport, stream: ProbeStream): number | undefined {
  const packet = report.packets?.find(({ stream_index }) => stream_index === stream.index);
  if (packet === undefined) return undefined;
  const skipped = packet.side_data_list?.find(({ side_data_type }) => side_data_type === "Skip Samples");
  return skipped?.skip_samples ?? Math.max(0, -(packet.pts ?? 0));
}

/**
 * The upper bound for a container that keeps times: what it says, rounded up to a whole packet where these are
 * all alike. A thousandth is added, because muxers cut the time off after three digits.
 */
function boundedFrames(duration: number, audio: MediaStream, sampleRate: number): number {
  const least = Math.ceil((duration + 0.001) * sampleRate);
  const size = packetFrames(audio) ?? 1;
  return Math.ceil(least / size) * size;
}

function exactly(frames: number): DeclaredFrames {
  return { frames, exact: true, of: "sound" };
}

/**
 * How many frames the recording has by what its container says.
 *
 * @param report of ffprobe 5.1, with the sections format and streams; and, for Opus in Ogg, with the stream's
 *   first packet
 * @param audio the stream that is read as sound, out of `mediaFacts`
 * @param head how the file begins, where it is an mp3, and the times of its index, where it is an MP4
 * @returns `"scan"` where the container does not say it and ffprobe guesses by the bit rate: then `PacketCount`
 *   counts
 */
export function declaredFrames(
  report: ProbeReport,
  audio: MediaStream,
  { mp3, mp4 }: FileHead = {},
): DeclaredFrames | "scan" {
  const stream = report.streams?.find(({ index }) => index === audio.index);
  const format = report.format?.format_name?.split(",")[0] ?? "";
  const sampleRate = audio.sampleRate ?? 0;
  if (stream === undefined || sampleRate === 0) return "scan";
  if (format === "mp3") {
    const frames = mp3 === undefined ? undefined : mp3Frames(mp3);
    return frames === undefined ? "scan" : exactly(frames);
  }
  if (format === "mov") {
    const frames = tickedFrames(stream, sampleRate);
    return frames === undefined ? "scan" : mp4Frames(frames, { report, stream, audio, times: mp4 });
  }
  if (COUNTED.has(format) || (PCM_FILES.has(format) && audio.codec.startsWith("pcm_"))) {
    const frames = tickedFrames(stream, sampleRate);
    if (frames === undefined) return "scan";
    if (format !== "ogg" || audio.codec !== "opus") return exactly(frames);
    const skipped = preSkip(report, stream);
    return skipped === undefined ? "scan" : exactly(Math.max(0, frames - skipped));
  }
  if (!TIMED.has(format)) return "scan";
  const own = ownSeconds(stream);
  // These are times of the end.
  const begin = Math.max(0, probeNumber(stream.start_time) ?? 0);
  const duration = (own ?? probeNumber(report.format?.duration) ?? 0) - begin;
  if (duration <= 0) return "scan";
  // ASF says of each stream what it says of the film.
  const isOwn = own !== undefined && format !== "asf";
  const isAlone = isOwn || report.streams?.length === 1;
  return {
    frames: boundedFrames(duration, audio, sampleRate),
    exact: false,
    of: isAlone ? "sound" : "file",
  };
}
