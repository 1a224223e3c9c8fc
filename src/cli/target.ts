import { extname } from "node:path";
import { FORMATS, formatOfName, OUTPUT_FORMATS } from "../transcode/plan/output-format.ts";
import type { OutputFormat } from "../transcode/transcode-options.ts";
import { CONTAINER_ENDINGS, containerFor } from "./output-container.ts";
import { UsageError } from "./usage-error.ts";
import { checkPlace, STDOUT } from "./write-output.ts";

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
  const isNamed = named !== undefined || containerFor(output) !== undefined;
  if (format === undefined && !isNamed && extname(output).length > 1) {
    const endings = [...new Set(OUTPUT_FORMATS.map(endingOf)), ...CONTAINER_ENDINGS].join(", ");
    throw new UsageError(`expected --format, or a name that ends in one of ${endings}, got ${output}`);
  }
  if (format === undefined && OUTPUT_FORMATS.some((known) => known === output)) {
    throw new UsageError(`expected a name or --format ${output} --out FOLDER, got a result named ${output}`);
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
  return FORMATS[format].endings[0] ?? format;
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
