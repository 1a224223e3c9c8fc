import { FORMATS } from "../transcode/plan/output-format.ts";
import type { EncodingOptions, OutputFormat } from "../transcode/transcode-options.ts";
import { readChapters } from "./read-chapters.ts";
import { readCoverFile } from "./read-cover-file.ts";
import type { TargetOptions } from "./target.ts";
import { UsageError } from "./usage-error.ts";

/** The options of commands that encode. */
export interface EncodingFlags extends TargetOptions {
  /** Bits a second. */
  readonly bitrate?: number;
  /** From 0 to 1. */
  readonly encodingQuality?: number;
  readonly fast?: boolean;
  readonly tag?: Readonly<Record<string, string>>;
  /** A path, or `"none"`, as `cover`. */
  readonly chapters?: string;
  readonly cover?: string;
  /** Whether an m4a has its index in front; `true` unless told otherwise. */
  readonly faststart?: boolean;
}

/** What the names of these options are on the command line. */
const FLAGS = {
  bitrate: "--bitrate",
  encodingQuality: "--quality",
  fast: "--fast",
  tag: "--tag",
  chapters: "--chapters",
  cover: "--cover",
} as const;

const OF_ENCODERS = ["bitrate", "encodingQuality", "fast"] as const;
const OF_CONTENT = ["tag", "chapters", "cover"] as const;

/** Refuses options that the format has no use for. */
export function checkEncodingFlags(flags: EncodingFlags, format: OutputFormat): void {
  const { bitrate, encodingQuality, faststart = true } = flags;
  if (format === "wav") {
    const idle = OF_ENCODERS.find((name) => flags[name] !== undefined);
    if (idle !== undefined)
      throw new UsageError(`${FLAGS[idle]} has no meaning for WAV, which is not compressed`);
  }
  if (bitrate !== undefined && FORMATS[format].isLossless) {
    throw new UsageError(`--bitrate has no meaning for ${format}, which is lossless`);
  }
  if (bitrate !== undefined && encodingQuality !== undefined) {
    throw new UsageError("--bitrate and --quality both say how good it is to be: expected one of them");
  }
  if (encodingQuality !== undefined && format === "alac") {
    throw new UsageError("--quality has no meaning for ALAC, which has but one");
  }
  if (!faststart && !["m4a", "m4b", "alac"].includes(format)) {
    throw new UsageError(`--no-faststart is for m4a and m4b, got ${format}`);
  }
}

/** Refuses tags, chapters and covers where nobody would write them. */
export function refuseContent(flags: EncodingFlags, why: string): void {
  const idle = OF_CONTENT.find((name) => flags[name] !== undefined);
  if (idle !== undefined) throw new UsageError(`${FLAGS[idle]} ${why}`);
}

/**
 * What these options are to the library.
 *
 * @param durationOf tells how long the result will be, in seconds, where the chapters have to know
 * @throws LongwaveError `file/…`, `cli/bad-chapters`, `cli/bad-cover`, `segments/…`
 */
export async function encodingOptions(
  flags: EncodingFlags,
  format: OutputFormat,
  durationOf: () => Promise<number>,
  signal: AbortSignal | undefined,
): Promise<EncodingOptions> {
  const { bitrate, encodingQuality, fast, tag, chapters, cover, faststart } = flags;
  return {
    format,
    ...(bitrate !== undefined && { bitrate }),
    ...(encodingQuality !== undefined && { quality: encodingQuality }),
    ...(fast !== undefined && { fast }),
    ...(tag && { tags: tag }),
    ...(chapters !== undefined && { chapters: await readChapters(chapters, durationOf, signal) }),
    ...(cover !== undefined && { cover: await readCoverFile(cover) }),
    ...(faststart !== undefined && { faststart }),
  };
}
