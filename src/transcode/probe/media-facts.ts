import { LongwaveError } from "../../stream/error.ts";
import type { Chapter, MediaFacts, MediaStream } from "../media.ts";
import { containerName } from "./container-name.ts";
import { mediaTags } from "./media-tags.ts";
import { type ProbeChapter, type ProbeReport, type ProbeStream, probeNumber } from "./probe-report.ts";

/** What a report says by itself. How long the recording is takes more: see `declaredFrames`. */
export type ReportedFacts = Omit<MediaFacts, "duration" | "exact">;

function kindOf(stream: ProbeStream): MediaStream["kind"] {
  const kind = stream.codec_type;
  return kind === "audio" || kind === "video" || kind === "subtitle" ? kind : "other";
}

/** A value that is a whole number above 0; ffprobe says 0 where it does not know. */
function known(field: string | number | undefined): number | undefined {
  const value = probeNumber(field);
  return value !== undefined && value > 0 ? value : undefined;
}

/**
 * Bits of a sample where these are kept: of PCM and of lossless codecs, which are the only ones to have them.
 */
function bitsOf(stream: ProbeStream): number | undefined {
  return known(stream.bits_per_raw_sample) ?? known(stream.bits_per_sample);
}

function languageOf(stream: ProbeStream): string | undefined {
  const language = stream.tags?.["language"] ?? stream.tags?.["LANGUAGE"];
  // ISO 639-2 has `und` for what is undetermined.
  return language === "und" || language === "" ? undefined : language;
}

/** An object without the properties that are `undefined`. */
type Known<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function withoutUnknown<T extends object>(values: T): Known<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;
}

function mediaStream(stream: ProbeStream): MediaStream {
  const kind = kindOf(stream);
  const isSound = kind === "audio";
  const isPicture = kind === "video";
  return {
    index: stream.index,
    kind,
    codec: stream.codec_name ?? "unknown",
    isCover: isPicture && stream.disposition?.["attached_pic"] === 1,
    ...withoutUnknown({
      sampleRate: isSound ? known(stream.sample_rate) : undefined,
      channels: isSound ? known(stream.channels) : undefined,
      bitrate: known(stream.bit_rate),
      bitsPerSample: isSound ? bitsOf(stream) : undefined,
      width: isPicture ? known(stream.width) : undefined,
      height: isPicture ? known(stream.height) : undefined,
      language: languageOf(stream),
    }),
  };
}

/** Chapters whose times make sense, in order. A chapter without a title has the title `""`. */
function chaptersOf(chapters: readonly ProbeChapter[]): Chapter[] {
  return chapters
    .map(({ start_time, end_time, tags }) => {
      const start = Math.max(0, probeNumber(start_time) ?? 0);
      const title = tags?.["title"] ?? tags?.["TITLE"] ?? "";
      return { start, end: Math.max(start, probeNumber(end_time) ?? start), title };
    })
    .sort((a, b) => a.start - b.start);
}

/**
 * The stream that is read as sound: the one that is asked for; else the first that the file marks as default;
 * else the first.
 *
 * @param track which stream of sound, from 0
 */
function audioStream(streams: readonly ProbeStream[], track: number | undefined): ProbeStream {
  const sounds = streams.filter(({ codec_type }) => codec_type === "audio");
  if (sounds.length === 0) {
    const kinds = streams.map((stream) => `${stream.codec_name ?? "unknown"} ${kindOf(stream)}`);
    throw new LongwaveError("media/no-audio", `the file has no sound, only ${kinds.join(", ")}`, {
      actual: kinds,
    });
  }
  const chosen =
    track === undefined
      ? (sounds.find(({ disposition }) => disposition?.["default"] === 1) ?? sounds[0])
      : sounds[track];
  if (chosen !== undefined) return chosen;
  throw new LongwaveError(
    "media/no-audio",
    `there is no stream of sound ${track}: the file has ${sounds.length}, numbered from 0`,
    { actual: sounds.length, expected: track },
  );
}

/**
 * What ffprobe's report says of a file, without how long it is.
 *
 * @param report of ffprobe 5.1, with the sections format, streams and chapters
 * @param track which stream of sound, from 0; the one that the file marks as default, or the first, unless told
 *   otherwise
 * @throws LongwaveError `media/not-media` where ffprobe could not open the file, or took a text for one;
 *   `media/no-audio` where it has no sound, or not that many streams of it; `media/unsupported-encoding` where
 *   the sound's encoding is unknown
 */
export function mediaFacts(report: ProbeReport, track?: number): ReportedFacts {
  const name = report.format?.format_name;
  const streams = report.streams ?? [];
  if (name === undefined || name === "tty" || streams.length === 0) {
    throw new LongwaveError("media/not-media", "the file is no recording: no stream was found in it");
  }
  const chosen = audioStream(streams, track);
  const audio = mediaStream(chosen);
  if (chosen.codec_name === undefined) {
    const tag = chosen.codec_tag_string ?? "none";
    throw new LongwaveError(
      "media/unsupported-encoding",
      `the encoding of stream ${chosen.index} is not known (its tag is ${tag})`,
      { actual: tag },
    );
  }
  if (audio.sampleRate === undefined || audio.channels === undefined) {
    // A demuxer that was chosen by the file's name alone gives a stream in which nothing could be decoded.
    throw new LongwaveError(
      "media/not-media",
      `the file is no recording: looks like ${name}, but has no ${audio.codec} that could be decoded`,
      { actual: name },
    );
  }
  return {
    container: containerName(report),
    streams: streams.map(mediaStream),
    audio,
    tags: mediaTags(report, chosen),
    chapters: chaptersOf(report.chapters ?? []),
    ...withoutUnknown({ bitrate: known(report.format?.bit_rate) }),
  };
}
