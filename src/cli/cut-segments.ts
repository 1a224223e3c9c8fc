import { basename, join } from "node:path";
import {
  type ExportMode,
  type ExportProgress,
  exportSnippets,
  parseSegmentList,
  type Segment,
  type SegmentListFormat,
} from "../jobs/index.ts";
import { isClipName } from "../jobs/snippets/clip-name.ts";
import { fileFolder } from "../stream/node/index.ts";
import type { Wav } from "../wav/wav.ts";
import { openRecording, warningLines } from "./open-recording.ts";
import type { OpenSourceOptions } from "./open-source.ts";
import { peakResidentBytes } from "./peak-memory.ts";
import { bytesText, countText, durationText } from "./quantity.ts";
import { readText } from "./read-text.ts";
import { isSameFile } from "./same-file.ts";
import { bar, type OutputOptions, terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

export interface CutSegmentsOptions extends OutputOptions, OpenSourceOptions {
  readonly segments: string;
  readonly segmentsFormat?: SegmentListFormat;
  readonly out: string;
  readonly session?: string;
  readonly mode?: ExportMode;
  readonly concurrency?: number;
  /** Seconds. */
  readonly timeout?: number;
  readonly clean?: boolean;
  readonly append?: boolean;
  readonly durable?: boolean;
  readonly metadata?: "keep" | "none";
}

/** The manifest lists them all; a screen need not. */
const MAX_FAILURES_TOLD = 20;

/**
 * `longwave cut SOURCE --segments FILE --out DIR`
 *
 * @returns whether every segment gave its clip
 */
export async function cutSegments(argument: string, options: CutSegmentsOptions): Promise<boolean> {
  const { session, mode, concurrency, timeout, clean, append, durable, metadata, signal } = options;
  const out = terminal(options);
  checkFolder(options.out, argument);
  const segments = await readSegments(options);
  // Opened before the folder is made: what is no recording leaves nothing behind.
  const wav = await openRecording(argument, options);
  try {
    for (const line of [...warningLines(argument, wav), ...oddities(segments, wav)]) out.note(line);
    out.progress(progressLine({ done: 0, total: segments.length, bytes: 0 }));
    const result = await exportSnippets(wav, segments, {
      folder: await fileFolder(options.out),
      onProgress: (progress) => out.progress(progressLine(progress)),
      ...(session !== undefined && { session }),
      ...(mode && { mode }),
      ...(concurrency !== undefined && { concurrency }),
      ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
      ...(clean && { cleanStaleClips: clean }),
      ...(append && { append }),
      ...(durable && { durable }),
      ...(metadata && { metadata }),
      ...(signal && { signal }),
    });
    const { clips, failed, bytes, elapsedMs } = result;
    const manifest = join(options.out, result.manifest);
    for (const { error } of failed.slice(0, MAX_FAILURES_TOLD)) {
      out.complain(`failed: ${error.message} (${error.code})`);
    }
    const untold = failed.length - MAX_FAILURES_TOLD;
    if (untold > 0) out.complain(`failed: ${untold} more, which ${manifest} lists`);
    out.json({
      clips: clips.length,
      failed: failed.length,
      bytes,
      elapsedMs: Math.round(elapsedMs * 10) / 10,
      peakRssBytes: peakResidentBytes(),
      manifest,
    });
    const pace = `${bytesText(bytes)} in ${(elapsedMs / 1000).toFixed(2)} s`;
    const trouble = failed.length > 0 ? `, ${failed.length} failed` : "";
    out.say(`${countText(clips.length, "clip")}${trouble}, ${pace}, listed in ${manifest}`);
    return failed.length === 0;
  } finally {
    out.clearProgress();
    await wav.close();
  }
}

/** Refuses a folder in which the recording itself has the name of a clip, which would take its place. */
function checkFolder(folder: string, source: string): void {
  const name = basename(source);
  if (!isClipName(name) || !isSameFile(source, join(folder, name))) return;
  throw new UsageError(
    `the recording has the name of a clip in ${folder}, and would be lost: choose another folder`,
  );
}

/** What about a list is probably not meant so. */
function oddities(segments: readonly Segment[], wav: Wav): string[] {
  if (segments.length === 0) return ["note: the list has no segments"];
  const late = segments.filter(({ start, start_time }) => Number(start ?? start_time) >= wav.duration).length;
  if (late === 0) return [];
  const which = `${late} of ${countText(segments.length, "segment")}`;
  return [
    `warning: ${which} begin after the recording ends, at ${durationText(wav.duration)}: are the times in seconds?`,
  ];
}

async function readSegments(options: CutSegmentsOptions): Promise<Segment[]> {
  const { segments: path, segmentsFormat: format, signal } = options;
  const isStdin = path === "-";
  const from = isStdin ? { file: 0, shownAs: "from standard input" } : { file: path, shownAs: path };
  const text = await readText({ ...from, what: "the segment list" }, signal);
  return parseSegmentList(text, {
    name: isStdin ? "standard input" : basename(path),
    ...(format && { format }),
  });
}

function progressLine(
  progress: Pick<ExportProgress, "done" | "total" | "bytes"> & { etaMs?: number | undefined },
): string {
  const { done, total, bytes, etaMs } = progress;
  const left = etaMs === undefined ? "" : `, ${(etaMs / 1000).toFixed(1)} s left`;
  return `${bar(done, total)} ${done} of ${countText(total, "clip")}, ${bytesText(bytes)}${left}`;
}
