import { dirname } from "node:path";
import type { ByteSink } from "../stream/byte-sink.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { type CopyProgress, copy } from "../stream/copy.ts";
import { removeAbandoned } from "../stream/node/file-sink.ts";
import { fileSink } from "../stream/node/index.ts";
import { bytesText, durationText } from "./quantity.ts";
import { isSameFile } from "./same-file.ts";
import { stdoutSink } from "./standard-streams.ts";
import { bar, type Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** What people call files that are no WAV files. */
const OTHER_FORMATS: readonly string[] = [
  ".3gp",
  ".aac",
  ".ac3",
  ".aif",
  ".aiff",
  ".amr",
  ".ape",
  ".au",
  ".caf",
  ".dts",
  ".eac3",
  ".flac",
  ".m4a",
  ".m4b",
  ".m4r",
  ".m4v",
  ".mka",
  ".mkv",
  ".mov",
  ".mp2",
  ".mp3",
  ".mp4",
  ".mpga",
  ".oga",
  ".ogg",
  ".opus",
  ".spx",
  ".tta",
  ".webm",
  ".wma",
  ".wv",
];

/** The name that stands for standard output. */
export const STDOUT = "-";

/**
 * Writes a result to where `-o` says, with a progress bar unless it goes into a pipe.
 *
 * @param show what shows how far it has come, where that is not told in bytes
 */
export async function writeOutput(
  result: ByteSource,
  output: string,
  out: Terminal,
  signal: AbortSignal | undefined,
  show: (bytes: number) => void = (bytes) =>
    out.progress(`${bar(bytes, result.size)} ${bytesText(bytes)} of ${bytesText(result.size)}`),
): Promise<void> {
  const onProgress = output === STDOUT ? {} : { onProgress: ({ bytes }: CopyProgress) => show(bytes) };
  try {
    await copy(result, await openOutput(output), { ...onProgress, ...(signal && { signal }) });
  } finally {
    out.clearProgress();
  }
}

/** Says what was written where, unless that is where it would be said. */
export function sayWritten(
  result: ByteSource,
  seconds: number,
  output: string,
  out: Terminal,
  format?: string,
): void {
  const facts = [...(format ? [format] : []), durationText(seconds), bytesText(result.size)];
  if (output !== STDOUT) out.say(`${output}: ${facts.join(", ")}`);
}

/** Refuses what cannot work, or would replace what it is made from, before anything is read. */
export function checkOutput(output: string, json: boolean | undefined, sources: readonly string[]): void {
  checkPlace(output, json, sources, "audio");
  const [extension = ""] = /\.[^./\\]*$/.exec(output.toLowerCase()) ?? [];
  if (OTHER_FORMATS.includes(extension))
    throw new UsageError(`expected a name for a WAV file, got -o ${output}`);
}

/**
 * The same of results that are no WAV files.
 *
 * @param what what is written, where a terminal cannot show it
 */
export function checkPlace(
  output: string,
  json: boolean | undefined,
  sources: readonly string[],
  what: string | undefined,
): void {
  const same = sources.find((source) => isSameFile(source, output));
  if (same !== undefined) throw new UsageError(`-o ${output} is the recording itself, which would be lost`);
  if (output !== STDOUT) return;
  if (json) throw new UsageError("-o - and --json both want standard output");
  if (what !== undefined && process.stdout.isTTY)
    throw new UsageError(`-o - writes ${what}, which a terminal cannot show: redirect it`);
}

/** Opens what `-o` says. */
export async function openOutput(output: string): Promise<ByteSink> {
  if (output === STDOUT) return stdoutSink();
  // What a killed command left beside it; where that cannot be seen, the sink says why.
  await removeAbandoned(dirname(output)).catch(() => {});
  return fileSink(output);
}
