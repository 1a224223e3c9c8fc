import { statSync } from "node:fs";
import type { ByteSink } from "../../stream/byte-sink.ts";
import { LongwaveError } from "../../stream/error.ts";
import { abortable } from "../../stream/wait.ts";
import type { JobOptions, TranscodeResult } from "../../transcode/transcode-options.ts";
import { showSeconds } from "../frames-progress.ts";
import { bytesText, durationText } from "../quantity.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { openOutput, STDOUT } from "../write-output.ts";

/** Where something is written, and who is told. */
export interface MediaOutput {
  readonly output: string;
  readonly out: Terminal;
  readonly signal?: AbortSignal | undefined;
  readonly strict?: boolean | undefined;
  /** Seconds. */
  readonly timeLimit?: number | undefined;
  /** What is worked on, in the progress line. */
  readonly label: string;
  /** Told how much of it is done, from 0 to 1. */
  readonly onShare?: ((share: number) => void) | undefined;
}

/**
 * Has something written to where the command says, with a progress line unless it goes into a pipe.
 *
 * @param write closes the sink, or aborts it when anything fails
 */
export async function writeMedia(
  { output, out, signal, strict, timeLimit, label, onShare }: MediaOutput,
  write: (sink: ByteSink, options: JobOptions) => Promise<TranscodeResult>,
): Promise<TranscodeResult> {
  signal?.throwIfAborted();
  const show = showSeconds(out, label);
  const sink = await openOutput(output);
  try {
    const writing = write(sink, {
      ...(strict && { strict }),
      ...(timeLimit !== undefined && { timeLimit }),
      ...(signal && { signal }),
      onProgress(progress) {
        if (output !== STDOUT) show(progress);
        onShare?.(progress.seconds / progress.total);
      },
    });
    // Neither ffmpeg while it is loaded, nor a source that hangs, holds up Ctrl-C.
    const result = await abortable(writing, signal);
    return output === STDOUT ? result : { ...result, bytes: statSync(output).size };
  } catch (error) {
    if (signal?.aborted) await sink.abort(error).catch(() => {});
    throw inWords(error);
  } finally {
    out.clearProgress();
  }
}

/** What options of the library are called on the command line. */
const FLAGS: Readonly<Record<string, string>> = {
  "options.bitrate": "--bitrate",
  "options.quality": "--quality",
  "options.sampleRate": "--rate",
  "options.channels": "--channels",
  "options.from": "--from",
  "options.to": "--to",
  "options.track": "--track",
  "options.workers": "--workers",
  "options.timeLimit": "--time-limit",
};

/** The same failure in the words of the command, where it is about an option. */
export function inWords(error: unknown): unknown {
  if (!(error instanceof LongwaveError) || error.code !== "options/invalid") return error;
  const { option, expected, actual, end } = error.details;
  const flag = FLAGS[String(option)];
  if (flag === undefined) return error;
  const must = String(expected).replace(/options\.\w+/g, (name) => FLAGS[name] ?? name);
  const words = `${flag} must be ${must}, got ${actual}`;
  return end === undefined
    ? new UsageError(words)
    : new LongwaveError("cut/past-end", `the result would begin behind the end: ${words}`);
}

/** Says what was written where, unless that is where it would be said. */
export function sayMediaWritten(result: TranscodeResult, output: string, out: Terminal): void {
  if (output === STDOUT) return;
  const { format, duration, bytes, copied } = result;
  const rate = duration > 0 ? [`${Math.round((bytes * 8) / duration / 1000)} kb/s`] : [];
  const facts = [format, ...rate, durationText(duration), bytesText(bytes)];
  out.say(`${output}: ${facts.join(", ")}${copied ? ", copied without loss" : ""}`);
}
