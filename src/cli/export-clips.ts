import { basename, join } from "node:path";
import {
  type ExportMode,
  type ExportProgress,
  exportSnippets,
  type Segment,
  type SnippetExport,
} from "../jobs/index.ts";
import { type ClipNames, isClipName } from "../jobs/snippets/clip-name.ts";
import { fileFolder } from "../stream/node/index.ts";
import type { MediaWarning } from "../transcode/media.ts";
import type { OutputFormat } from "../transcode/transcode-options.ts";
import { type ClipWarning, ClipWarnings } from "./clip-warnings.ts";
import { checkEncodingFlags, type EncodingFlags } from "./encoding-options.ts";
import { olderClipsNote } from "./older-clips.ts";
import { peakResidentBytes } from "./peak-memory.ts";
import { bytesText, countText } from "./quantity.ts";
import type { Recording } from "./recording.ts";
import { isSameFile } from "./same-file.ts";
import { targetOf } from "./target.ts";
import { bar, type OutputOptions, type Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";
import { STDOUT } from "./write-output.ts";

/** How clips are written into a folder. */
export interface ExportClipsOptions
  extends OutputOptions,
    Pick<EncodingFlags, "format" | "alac" | "bitrate" | "fast"> {
  readonly out: string;
  /** From 0 to 1. */
  readonly quality?: number;
  readonly session?: string;
  readonly mode?: ExportMode;
  readonly concurrency?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly clean?: boolean;
  readonly append?: boolean;
  readonly durable?: boolean;
  readonly metadata?: "keep" | "none";
  readonly clipNames?: ClipNames;
  readonly placeholderMessage?: string;
  readonly signal?: AbortSignal;
}

/** The manifest lists them all; a screen need not. */
const MAX_FAILURES_TOLD = 20;

/** What an export did. `manifest` is a path. */
export interface ExportedClips extends SnippetExport {
  /** What was odd about media that were read, and about clips that were encoded. */
  readonly warnings?: readonly (MediaWarning | ClipWarning)[];
}

/**
 * Writes a clip for each segment, with a progress line, and says which failed, what was odd about others, and what earlier runs have
 * left in the folder.
 */
export async function exportClips(
  argument: string,
  recording: Recording,
  segments: readonly Segment[],
  options: ExportClipsOptions,
  out: Terminal,
): Promise<ExportedClips> {
  const { session, mode, concurrency, timeout, clean, append, durable, metadata } = options;
  const { clipNames, placeholderMessage, signal } = options;
  out.progress(progressLine({ done: 0, total: segments.length, bytes: 0 }));
  const format = checkClipFormat(options);
  const warnings = new ClipWarnings();
  const encoding =
    format === "wav"
      ? undefined
      : await (await import("./media/clip-encoding.ts")).clipEncoding(recording, format, {
          ...options,
          onWarnings: (odd) => warnings.add(odd),
        });
  const folder = await fileFolder(options.out);
  const result = await exportSnippets(recording.media ?? recording, segments, {
    folder,
    onProgress: (progress) => out.progress(progressLine(progress)),
    ...(session !== undefined && { session }),
    ...(mode && { mode }),
    ...(encoding && { encoding }),
    ...(concurrency !== undefined && { concurrency }),
    ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
    ...(clean && { cleanStaleClips: clean }),
    ...(append && { append }),
    ...(durable && { durable }),
    ...(metadata && { metadata }),
    ...(clipNames && { clipNames }),
    ...(placeholderMessage !== undefined && { placeholderMessage }),
    ...(signal && { signal }),
  });
  const { failed } = result;
  const manifest = join(options.out, result.manifest);
  for (const { error } of failed.slice(0, MAX_FAILURES_TOLD)) {
    out.complain(`failed: ${error.message} (${error.code})`);
  }
  const untold = failed.length - MAX_FAILURES_TOLD;
  if (untold > 0) out.complain(`failed: ${untold} more, which ${manifest} lists`);
  warnings.tell(argument, out);
  const older = await olderClipsNote(folder, result);
  if (older !== undefined) out.note(older);
  const odd = [...(recording.media?.warnings ?? []), ...warnings.list];
  return { ...result, manifest, ...((encoding || recording.media) && { warnings: odd }) };
}

/** In which format clips are written; refuses options that it has no use for. */
export function checkClipFormat(options: Omit<ExportClipsOptions, "out">): OutputFormat {
  const { quality, mode, format, ...flags } = options;
  const target = targetOf(STDOUT, {
    ...flags,
    ...(format ? { format } : options.alac ? { format: "alac" } : {}),
  });
  checkEncodingFlags({ ...flags, ...(quality !== undefined && { encodingQuality: quality }) }, target);
  if (target !== "wav" && mode === "legacy") throw new UsageError("--mode legacy has WAV clips alone");
  return target;
}

/** What `--json` prints of an export. */
export function exportFacts(exported: ExportedClips): object {
  const { clips, failed, bytes, elapsedMs, manifest, warnings } = exported;
  return {
    clips: clips.length,
    failed: failed.length,
    bytes,
    elapsedMs: Math.round(elapsedMs * 10) / 10,
    peakRssBytes: peakResidentBytes(),
    manifest,
    ...(warnings && { warnings }),
  };
}

/** Says how many clips were written. */
export function sayExported(
  { clips, failed, bytes, elapsedMs, manifest }: SnippetExport,
  out: Terminal,
): void {
  const pace = `${bytesText(bytes)} in ${(elapsedMs / 1000).toFixed(2)} s`;
  const trouble = failed.length > 0 ? `, ${failed.length} failed` : "";
  out.say(`${countText(clips.length, "clip")}${trouble}, ${pace}, listed in ${manifest}`);
}

/** Refuses a folder in which the recording itself has the name of a clip, which would take its place. */
export function checkClipFolder(folder: string, source: string): void {
  const name = basename(source);
  if (!isClipName(name) || !isSameFile(source, join(folder, name))) return;
  throw new UsageError(
    `the recording has the name of a clip in ${folder}, and would be lost: choose another folder`,
  );
}

function progressLine(
  progress: Pick<ExportProgress, "done" | "total" | "bytes"> & { etaMs?: number | undefined },
): string {
  const { done, total, bytes, etaMs } = progress;
  const left = etaMs === undefined ? "" : `, ${(etaMs / 1000).toFixed(1)} s left`;
  return `${bar(done, total)} ${done} of ${countText(total, "clip")}, ${bytesText(bytes)}${left}`;
}
