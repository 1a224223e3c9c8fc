import { formatOfName } from "../transcode/plan/output-format.ts";
import type { OutputFormat } from "../transcode/transcode-options.ts";
import { UsageError } from "./usage-error.ts";
import { checkPlace, STDOUT } from "./write-output.ts";

/** What `--format` may be. */
export const TARGET_FORMATS: readonly OutputFormat[] = [
  "wav",
  "mp3",
  "m4a",
  "m4b",
  "flac",
  "opus",
  "ogg",
  "alac",
  "mka",
];

/** Formats that are never clipped or rounded but by bits. */
export const LOSSLESS: ReadonlySet<OutputFormat> = new Set(["wav", "flac", "alac"]);

/** What people call files that are read, but not written. */
const NOT_WRITTEN = /\.(?:aac|aif|aiff|mkv|mov|webm|wma)$/i;

/** Which format is asked for. */
export interface TargetOptions {
  readonly format?: OutputFormat;
  /** Lossless sound in an m4a or m4b. */
  readonly alac?: boolean;
}

/**
 * What is to be written: what `--format` says, or the name; WAV where neither tells.
 *
 * @throws UsageError where they contradict each other, or the name is that of something that is not written
 */
export function targetOf(output: string, { format, alac = false }: TargetOptions): OutputFormat {
  const named = output === STDOUT ? undefined : formatOfName(output);
  if (format === undefined && NOT_WRITTEN.test(output)) {
    const endings = "wav, mp3, m4a, m4b, flac, opus, ogg or mka";
    throw new UsageError(`expected a name that ends in ${endings}, or --format, got ${output}`);
  }
  const wanted = format ?? named ?? "wav";
  if (named !== undefined && !fits(wanted, named)) {
    throw new UsageError(`--format ${wanted} and the name ${output} contradict each other`);
  }
  if (!alac) return wanted;
  if (wanted === "m4a" || wanted === "m4b" || wanted === "alac") return "alac";
  throw new UsageError(`--alac is for m4a, got ${output === STDOUT ? wanted : output}`);
}

/** Whether a file of that format may have a name of another one. */
function fits(format: OutputFormat, named: OutputFormat): boolean {
  if (format === named) return true;
  if (format === "alac") return named === "m4a" || named === "m4b";
  if (format === "m4a" || format === "m4b") return named === "m4a" || named === "m4b";
  return format === "opus" && named === "ogg";
}

/** What a file of that format is called at its end. */
export function endingOf(format: OutputFormat): string {
  return format === "alac" ? "m4a" : format;
}

/** Refuses what cannot work, or would replace what it is made from, before anything is read; says what is to be written. */
export function checkTarget(
  output: string,
  json: boolean | undefined,
  sources: readonly string[],
  options: TargetOptions,
): OutputFormat {
  checkPlace(output, json, sources, "audio");
  return targetOf(output, options);
}
