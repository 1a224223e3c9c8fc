import type { MediaStream } from "../media.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import type { Mp4Times, Mp4Track } from "./mp4-times.ts";
import { packetFrames } from "./packet-frames.ts";
import { type ProbeReport, type ProbeStream, probeNumber } from "./probe-report.ts";

/** What an index counts in where it could not be read, as most do: milliseconds. */
const USUAL_TIMESCALE = 1000;

/** What is known of a recording in an MP4. */
export interface Mp4Facts {
  readonly report: ProbeReport;
  readonly stream: ProbeStream;
  readonly audio: MediaStream;
  /** `undefined` where its index could not be read. */
  readonly times: Mp4Times | undefined;
}

/**
 * How many frames a recording in an MP4 has. An edit list says in ticks of the movie where sound ends within
 * the last packet, and these are seldom frames: ffmpeg and many others write milliseconds, some cut off, some
 * rounded.
 *
 * @param declared the stream's duration in frames, as ffprobe takes it from there
 */
export function mp4Frames(declared: number, facts: Mp4Facts): DeclaredFrames {
  const { report, stream, audio, times } = facts;
  const { sampleRate = 1 } = audio;
  const exactly = (frames: number): DeclaredFrames => ({ frames, exact: true, of: "sound" });
  // Fragments add up to what it declares, and their packets have ticks of the sound.
  if (times?.isFragmented) return exactly(declared);

  const track = times?.tracks.find(({ id }) => id === Number(stream.id));
  const edits = track?.edits.filter(({ mediaTime }) => mediaTime >= 0) ?? [];
  const timescale = times?.timescale ?? USUAL_TIMESCALE;
  const tick = Math.ceil(sampleRate / timescale) * Math.max(1, edits.length);
  const tagged = itunesFrames(report);
  if (tagged !== undefined && isItunesLength(tagged, declared, tick)) return exactly(tagged.frames);
  const isWhole = track !== undefined && edits.length === 0;
  if (isWhole || timescale % sampleRate === 0) return exactly(declared);

  const held = track === undefined ? undefined : heldFrames(track, sampleRate);
  const isOneEnd = held !== undefined && Math.abs(held - declared) <= tick;
  if (isOneEnd && track !== undefined && knowsItsEnd(track, audio)) return exactly(held);
  const frames = Math.min(declared + tick, held ?? Number.POSITIVE_INFINITY);
  return { frames, exact: false, of: "sound", cutsFilling: true };
}

/** Frames from where a track's only stretch begins to the end of its packets. */
function heldFrames(track: Mp4Track, sampleRate: number): number | undefined {
  const [edit, ...others] = track.edits.filter(({ mediaTime }) => mediaTime >= 0);
  if (edit === undefined || others.length > 0 || track.duration <= edit.mediaTime) return undefined;
  return Math.round(((track.duration - edit.mediaTime) * sampleRate) / track.timescale);
}

/** Whether the last packet of a track is as long as its sound, not as long as packets are. */
function knowsItsEnd(track: Mp4Track, audio: MediaStream): boolean {
  const size = packetFrames(audio);
  return size === undefined || track.duration % size !== 0;
}

interface ItunesFrames {
  readonly delay: number;
  readonly padding: number;
  readonly frames: number;
}

/**
 * The tag in which iTunes says how long sound is: hexadecimal numbers, of which the second to fourth are these.
 */
function itunesFrames(report: ProbeReport): ItunesFrames | undefined {
  const numbers = /^\s*[0-9a-f]{8} ([0-9a-f]{8}) ([0-9a-f]{8}) ([0-9a-f]{16})/i.exec(
    report.format?.tags?.["iTunSMPB"] ?? "",
  );
  if (numbers === null) return undefined;
  const [delay = 0, padding = 0, frames = 0] = numbers.slice(1).map((digits) => Number.parseInt(digits, 16));
  return { delay, padding, frames };
}

/** Whether a tag of iTunes can be of this very sound: editors keep it when they cut. */
function isItunesLength({ delay, padding, frames }: ItunesFrames, declared: number, tick: number): boolean {
  if (probeNumber(frames) === undefined || frames <= 0) return false;
  // Without an edit list, what is declared is that of all packets.
  return Math.abs(frames - declared) <= tick || delay + frames + padding === declared;
}
