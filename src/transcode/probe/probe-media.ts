import type { ByteSource } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import type { Engine } from "../engine/engine.ts";
import { inputName } from "../engine/input-name.ts";
import { jobPath } from "../engine/job-path.ts";
import { RUN_ARGS } from "../engine/run-args.ts";
import type { MediaStream, MediaWarning } from "../media.ts";
import { aviEarlyEnd } from "./avi-end.ts";
import { cafEarlyEnd } from "./caf-end.ts";
import { declaredFrames } from "./declared-frames.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import { mp3EarlyEnd } from "./early-end.ts";
import { type PacketTimes, packetTimes } from "./exact-times.ts";
import { mediaFacts, type ReportedFacts } from "./media-facts.ts";
import { mediaFailure } from "./media-failure.ts";
import { readMp3Header } from "./mp3-header.ts";
import { readMp4Times } from "./mp4-times.ts";
import { oggEarlyEnd } from "./ogg-end.ts";
import { PacketCount } from "./packet-count.ts";
import { packetFrames } from "./packet-frames.ts";
import { type ProbeReport, probeNumber } from "./probe-report.ts";
import { soundOfFilm } from "./sound-of-film.ts";
import { readWavFacts, type WavFacts } from "./wav-facts.ts";

/** The report, and of packets the first: that of the sound tells where it begins, and covers come before it. */
const PROBE_ARGS: readonly string[] = [
  "-hide_banner",
  ...["-loglevel", "level+warning", "-of", "json"],
  ...["-show_format", "-show_streams", "-show_chapters", "-show_packets", "-read_intervals", "%+#8"],
];

/** How a file is looked at. */
export interface ProbeOptions {
  /** Which of the streams of sound, from 0; the one that the file prefers unless told otherwise. */
  readonly track?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a file says of itself, how long it is, and what is odd about it. */
export interface ProbedMedia {
  readonly facts: ReportedFacts;
  readonly declared: DeclaredFrames;
  /** The number of the stream among those of sound. */
  readonly track: number;
  /** Where its channels are heard, as ffmpeg takes it (its manual, "Channel Layout"), if that is known. */
  readonly layout: string | undefined;
  /** What the times of its packets are worth to a seek. */
  readonly times: PacketTimes;
  /** What is odd about it. */
  readonly warnings: readonly MediaWarning[];
}

/**
 * Reads what a file says of itself. Where it does not say how long it is, its packets are counted.
 *
 * @throws LongwaveError `media/empty`, `media/not-media`, `media/no-audio`, `media/unsupported-encoding`,
 *   `media/not-installed`
 */
export async function probeMedia(
  engine: Engine,
  source: ByteSource,
  options: ProbeOptions,
): Promise<ProbedMedia> {
  const { signal } = options;
  if (source.size === 0) {
    throw new LongwaveError("media/empty", `${source.name ?? "the file"} is empty: expected a recording`);
  }
  const name = inputName(source);
  const { stdout, log, code } = await engine.run({
    program: "ffprobe",
    args: [...PROBE_ARGS, jobPath(name)],
    inputs: { [name]: source },
    signal,
  });
  const report = JSON.parse(stdout === "" ? "{}" : stdout) as ProbeReport;
  if (report.format === undefined) {
    throw mediaFailure({
      log,
      exitCode: code,
      size: source.size,
      ...(source.name !== undefined && { name: source.name }),
    });
  }
  const reported = mediaFacts(report, options.track);
  const { audio, streams } = reported;
  const sounds = streams.filter(({ kind }) => kind === "audio");
  const track = sounds.findIndex(({ index }) => index === audio.index);
  const format = report.format.format_name ?? "";
  const mp3 = format === "mp3" ? await readMp3Header(source, signal) : undefined;
  const mp4 = format.startsWith("mov") ? await readMp4Times(source, signal) : undefined;
  const isWav = format === "wav" || format === "w64";
  const wav = isWav ? await readWavFacts(source, signal) : undefined;
  const known = declaredFrames(report, audio, { mp3, mp4 });
  const avi = format === "avi" ? await aviEarlyEnd(source, signal) : undefined;
  const isFilm = known !== "scan" && (format === "avi" ? avi === undefined : known.of === "file");
  const told = isFilm ? await soundOfFilm(engine, { source, report, audio, signal }, known) : known;
  const counted = told === "scan" ? await countPackets(engine, source, audio, track, signal) : told;
  const declared = counted.frames > 0 ? counted : guessed(report, audio);
  const ogg = format === "ogg" ? await oggEarlyEnd(source, signal) : undefined;
  const caf = format === "caf" ? await cafEarlyEnd(source, signal) : undefined;
  const early = (mp3 && mp3EarlyEnd(mp3, source.size)) ?? wav?.early ?? ogg ?? avi ?? caf;
  return {
    facts: wav ? withOurs(reported, wav) : reported,
    declared,
    track,
    layout: layoutOf(report, audio),
    times: packetTimes(report, audio),
    warnings: early ? [early] : [],
  };
}

function layoutOf({ streams = [] }: ProbeReport, audio: MediaStream): string | undefined {
  const { channel_layout: layout = "unknown" } = streams.find(({ index }) => index === audio.index) ?? {};
  if (layout === "unknown") return undefined;
  // Those without a name are told by their channels, behind the number of these.
  return / \(([A-Z0-9+]+)\)$/.exec(layout)?.[1] ?? layout;
}

/** Where packets do not tell how long they are, the file's duration is all that there is. */
function guessed({ format }: ProbeReport, { sampleRate = 1 }: MediaStream): DeclaredFrames {
  const seconds = probeNumber(format?.duration) ?? 0;
  return { frames: Math.ceil(seconds * sampleRate), exact: false, of: "sound" };
}

/** Where both of us read the same, ours counts: the command and the library are to give the same chapters. */
function withOurs(reported: ReportedFacts, { tags, chapters }: WavFacts): ReportedFacts {
  return { ...reported, tags: { ...reported.tags, ...tags }, chapters: chapters ?? reported.chapters };
}

/** Goes through the packets of a stream without decoding them. */
async function countPackets(
  engine: Engine,
  source: ByteSource,
  audio: MediaStream,
  track: number,
  signal: AbortSignal | undefined,
): Promise<DeclaredFrames> {
  const { sampleRate = 1 } = audio;
  const count = new PacketCount({ sampleRate, packetFrames: packetFrames(audio) });
  const name = inputName(source);
  await engine.run({
    program: "ffmpeg",
    args: [
      ...RUN_ARGS,
      ...["-i", jobPath(name), "-map", `0:a:${track}`],
      ...["-c", "copy", "-copyts", "-f", "framecrc", jobPath("packets")],
    ],
    inputs: { [name]: source },
    outputs: {
      packets: { write: async (bytes) => count.add(bytes), close: async () => {}, abort: async () => {} },
    },
    signal,
  });
  return { frames: count.total.frames, exact: true, of: "sound" };
}
