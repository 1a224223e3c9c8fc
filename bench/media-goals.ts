import type { Goal } from "./goals.ts";
import { MEDIA_FORMATS, type MediaFormat } from "./media-recordings.ts";
import { mebibytes } from "./report.ts";
import { type Measurement, ratio } from "./whole-process.ts";

/** An hour is what the goals are about: of less, starting is too large a part. */
const HOUR = 3600;

const MOST_MEMORY = 200 * 2 ** 20;

/** Of the time of 100 processes of ffmpeg. */
const MOST_OF_CLIPS: Readonly<Record<MediaFormat, number>> = { mp3: 0.75, m4a: 0.3, flac: 0.3, opus: 0.3 };

/** Those of media that are not WAV. */
export const MEDIA_GOALS: readonly Goal[] = [
  ...MEDIA_FORMATS.flatMap((format) => [
    timesNative(`decode-${format}`, "longwave", `1 h of ${format} to WAV, one worker, beside ffmpeg`, 2.4),
    timesNative(`decode-${format}`, "longwave, 2 workers", "The same with two workers", 1.2),
  ]),
  ...MEDIA_FORMATS.map((format) =>
    timesNative(`encode-${format}`, "longwave", `1 h of WAV to ${format}, beside ffmpeg`, 1.6),
  ),
  ...MEDIA_FORMATS.map((format) =>
    timesNative(
      `clips-${format}`,
      "longwave",
      `100 clips out of 1 h of ${format}, beside 100 processes of ffmpeg`,
      MOST_OF_CLIPS[format],
    ),
  ),
  ...[
    "mp3 to WAV, 10 minutes",
    "mp3 to WAV, 60 minutes",
    "m4a to WAV, 10 minutes",
    "m4a to WAV, 60 minutes",
    "m4a to WAV, 60 minutes, 2 workers",
    "WAV to flac, 60 minutes",
    "10 minutes behind 5 GB of RF64 to flac",
    "6 GB of RF64 to flac",
    "film of 5 GB to flac",
  ].map(memory),
  {
    comparison: "media-start",
    name: "longwave",
    what: "First samples of a cold mp3, the whole process",
    toReach: "under 250 ms",
    value: ({ medianMs }) => medianMs,
    say: milliseconds,
    isReached: (value) => value < 250,
  },
  {
    comparison: "media-start",
    name: "longwave, stopping",
    what: "Stopping a conversion",
    toReach: "under 20 ms",
    value: ({ innerMs }) => innerMs,
    say: milliseconds,
    isReached: (value) => value < 20,
  },
];

function timesNative(comparison: string, name: string, what: string, most: number): Goal {
  return {
    comparison,
    name,
    beside: "ffmpeg",
    what,
    toReach: `${most} times its time`,
    value: (own: Measurement, other) =>
      other && (own.audioSeconds ?? 0) >= HOUR ? ratio(own, other) : undefined,
    say: (value) => `${value.toFixed(2)} times its time`,
    isReached: (value) => value <= most,
  };
}

function memory(name: string): Goal {
  return {
    comparison: "media-memory",
    name,
    what: `Memory, ${name}`,
    toReach: "under 200 MiB",
    value: ({ peakBytes }) => peakBytes,
    say: mebibytes,
    isReached: (bytes) => bytes < MOST_MEMORY,
  };
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}
