import type { ExactnessFigure } from "./media-exactness.ts";
import { MEDIA_GOALS } from "./media-goals.ts";
import { mebibytes, timesRealTime } from "./report.ts";
import { type Measurement, ratio } from "./whole-process.ts";

/** What is to be reached, and what was. */
export interface GoalFigure {
  readonly what: string;
  readonly toReach: string;
  readonly figure: string;
  readonly reached: boolean;
}

/** One of them, and how it is told from what was measured. */
export interface Goal {
  readonly comparison: string;
  readonly what: string;
  /** The one that it is about, and the one that it is held against. */
  readonly name: string;
  readonly beside?: string;
  readonly toReach: string;
  /** The number that counts, how it is said, and whether it is enough. */
  value(own: Measurement, other: Measurement | undefined): number | undefined;
  say(value: number): string;
  isReached(value: number): boolean;
}

const MOST_MEMORY = 96 * 2 ** 20;

const memory = {
  comparison: "chain",
  toReach: "under 96 MiB",
  value: ({ peakBytes }: Measurement) => peakBytes,
  say: mebibytes,
  isReached: (bytes: number) => bytes < MOST_MEMORY,
};

/** The speed of ours, where that of the other is 1. */
const speed = {
  name: "longwave",
  value: (own: Measurement, other: Measurement | undefined) => other && ratio(other, own),
  say: (value: number) => `${value.toFixed(2)} times its speed`,
};

const first64KiB = {
  comparison: "start",
  name: "longwave",
  toReach: "under 100 ms",
  say: (milliseconds: number) => `${milliseconds.toFixed(0)} ms`,
  isReached: (milliseconds: number) => milliseconds < 100,
};

const GOALS: readonly Goal[] = [
  {
    ...first64KiB,
    what: "First 64 KiB of a processed file of 4 h, cold, from openWav on",
    value: ({ innerMs }) => innerMs,
  },
  {
    ...first64KiB,
    what: "The same, the whole process",
    value: ({ medianMs }) => medianMs,
  },
  {
    comparison: "chain",
    name: "longwave",
    what: "Chain over 1 h of stereo, by the processors' time",
    toReach: "200 times real time",
    // Of all threads; without GNU time there is only the clock, which forgives what a second core does.
    value: (own) => timesRealTime({ ...own, medianMs: own.cpuMs ?? own.medianMs }),
    say: (value) => `${value.toFixed(0)} times real time`,
    isReached: (value) => value >= 200,
  },
  { ...memory, name: "longwave, 4 hours", what: "Memory of the chain over 4 h" },
  { ...memory, name: "longwave, 24 hours", what: "Memory of the chain over 24 h" },
  {
    ...speed,
    comparison: "loudness",
    beside: "ffmpeg ebur128",
    what: "Integrated loudness of 1 h, beside ffmpeg",
    toReach: "faster",
    isReached: (value) => value > 1,
  },
  {
    ...speed,
    comparison: "rate",
    beside: "sox rate -h",
    what: "44.1 to 16 kHz, 1 h of mono, beside SoX",
    toReach: "half its speed",
    isReached: (value) => value >= 0.5,
  },
  ...MEDIA_GOALS,
];

/** The goals that something was measured for. */
export function goalFigures(
  measured: ReadonlyMap<string, readonly Measurement[]>,
  exactness: readonly ExactnessFigure[],
): GoalFigure[] {
  const ofProcesses = GOALS.flatMap(({ comparison, name, beside, what, toReach, value, say, isReached }) => {
    const find = (wanted: string | undefined) =>
      measured.get(comparison)?.find((measurement) => measurement.name === wanted);
    const own = find(name);
    const found = own && value(own, find(beside));
    return found === undefined ? [] : [{ what, toReach, figure: say(found), reached: isReached(found) }];
  });
  return [...ofProcesses, ...exactness.map(exactnessGoal)];
}

/** Frames of a packet of any of these formats, at most. */
const LONGEST_PACKET = 4608;

/** What is lossless is the same bits; what is not may be rounded differently. */
function exactnessGoal({ format, frames, nativeFrames, largestStep }: ExactnessFigure): GoalFigure {
  const most = format === "flac" ? 0 : 1;
  return {
    what: `Samples of ${format}, beside ffmpeg's`,
    toReach: most === 0 ? "the same bits" : "within 1 step of 16 bits",
    figure: `${largestStep} of 16 bits at most`,
    // ffmpeg goes on to the end of the last packet of an m4a, whatever its edit list says.
    reached: largestStep <= most && nativeFrames - frames >= 0 && nativeFrames - frames < LONGEST_PACKET,
  };
}
