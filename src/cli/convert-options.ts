import type { TranscodeOptions } from "../transcode/transcode-options.ts";
import type { EncodingFlags } from "./encoding-options.ts";
import type { FormatOptions } from "./format-options.ts";
import { framesWithin } from "./frames-within.ts";
import type { ProcessingOptions } from "./processing.ts";
import { durationText } from "./quantity.ts";
import type { OpenRecordingOptions, Recording } from "./recording.ts";
import type { OutputOptions, Terminal } from "./terminal.ts";

/** The name that stands for standard input. */
export const STDIN = "-";

/** What `longwave convert` takes. */
export interface ConvertOptions
  extends OutputOptions,
    OpenRecordingOptions,
    FormatOptions,
    ProcessingOptions,
    EncodingFlags {
  readonly output: string;
  /** Whether a file may be there already. */
  readonly replace: boolean;
  /** Seconds, as `to`. */
  readonly from?: number;
  readonly to?: number;
  readonly metadata?: "keep" | "none";
  readonly copy?: NonNullable<TranscodeOptions["copy"]>;
  readonly workers?: number;
  /** Seconds. */
  readonly timeLimit?: number;
  /** What is shown beside the progress. */
  readonly label?: string;
  /** Told how much of it is done, from 0 to 1. */
  readonly onShare?: (share: number) => void;
}

/** The frames that are asked for, with a note where the recording ends before that. */
export function partOf(
  recording: Recording,
  options: ConvertOptions,
  out: Terminal,
): [from: number, to: number] {
  const { from = 0, to = Number.POSITIVE_INFINITY } = options;
  const isPart = options.from !== undefined || options.to !== undefined;
  const part: [number, number] = isPart ? framesWithin(recording, from, to, "result") : [0, recording.frames];
  if (to > recording.duration && to !== Number.POSITIVE_INFINITY) {
    out.note(`note: the recording ends at ${durationText(recording.duration)}; the result ends there`);
  }
  return part;
}
