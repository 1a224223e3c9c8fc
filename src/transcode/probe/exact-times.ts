import type { MediaStream } from "../media.ts";
import type { ProbeReport } from "./probe-report.ts";

/**
 * Demuxers whose time stamps are whole frames, and that find the packet of any of them, of a codec with exact
 * packets.
 */
const EXACT: ReadonlySet<string> = new Set([
  "aiff",
  "au",
  "caf",
  "flac",
  "mov",
  "mp3",
  "ogg",
  "tta",
  "w64",
  "wav",
  "wv",
]);

/** Demuxers whose time stamps tell packets from each other, also behind a seek. */
const COARSE: ReadonlySet<string> = new Set(["matroska", "mpegts", "avi", "flv", "aac"]);

/**
 * Codecs whose packets usually all become the same number of frames, and whose decoders make the same of a
 * packet once they have heard two seconds. AC-3 and layer II are none: what their decoders add as noise depends
 * on all that they heard. So does the noise that AAC may put in place of high tones (ISO/IEC 14496-3 §4.6.13),
 * in an MP4 no less than here: it lies in its place and has its loudness, and not the same bits.
 */
const EVEN: ReadonlySet<string> = new Set(["aac", "mp3", "opus", "flac"]);

/**
 * Codecs whose packets are found to the frame. Those of Vorbis differ in length, and behind a seek into the
 * middle of a page their place is not known; those of ADPCM and G.722 build on all before them.
 */
const PLACED: ReadonlySet<string> = new Set(["aac", "alac", "flac", "mp3", "opus", "tta", "wavpack"]);

/** What times say of the place of a packet. */
export type PacketTimes =
  /** To the frame where its sound lies. */
  | "exact"
  /** Which packet it is, if all before it are in their place. */
  | "coarse"
  | "unknown";

/**
 * What the times of a file are worth.
 *
 * @param report of ffprobe
 * @param audio the stream that is read as sound
 */
export function packetTimes({ format, streams = [] }: ProbeReport, audio: MediaStream): PacketTimes {
  const demuxer = format?.format_name?.split(",")[0] ?? "";
  const isPlaced = PLACED.has(audio.codec) || audio.codec.startsWith("pcm_");
  const start = streams.find(({ index }) => index === audio.index)?.start_time;
  // Times count from the file's beginning: sound that begins later is decoded without what lies before it.
  const beginsWithFile = start === format?.start_time;
  if (EXACT.has(demuxer)) return isPlaced && beginsWithFile ? "exact" : "unknown";
  return COARSE.has(demuxer) && EVEN.has(audio.codec) ? "coarse" : "unknown";
}
