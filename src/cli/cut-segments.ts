import { readFile } from "node:fs";
import { basename, join } from "node:path";
import {
  type ExportMode,
  type ExportProgress,
  exportSnippets,
  parseSegmentList,
  type Segment,
  type SegmentListFormat,
} from "../jobs/index.ts";
import { LongwaveError } from "../stream/error.ts";
import { fileFolder } from "../stream/node/index.ts";
import { type OpenSourceOptions, openSource } from "./open-source.ts";
import { peakResidentBytes } from "./peak-memory.ts";
import { bytesText, countText } from "./quantity.ts";
import { bar, type OutputOptions, terminal } from "./terminal.ts";

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
}

/**
 * `longwave cut SOURCE --segments FILE --out DIR`
 *
 * @returns whether every segment gave its clip
 */
export async function cutSegments(argument: string, options: CutSegmentsOptions): Promise<boolean> {
  const { session, mode, concurrency, timeout, clean, append, durable, signal } = options;
  const out = terminal(options);
  const segments = await readSegments(options.segments, options.segmentsFormat);
  const source = await openSource(argument, options);
  try {
    const result = await exportSnippets(source, segments, {
      folder: await fileFolder(options.out),
      onProgress: (progress) => out.progress(progressLine(progress)),
      ...(session !== undefined && { session }),
      ...(mode && { mode }),
      ...(concurrency !== undefined && { concurrency }),
      ...(timeout !== undefined && { timeoutMs: timeout * 1000 }),
      ...(clean && { cleanStaleClips: clean }),
      ...(append && { append }),
      ...(durable && { durable }),
      ...(signal && { signal }),
    });
    out.clearProgress();
    const { clips, failed, bytes, elapsedMs } = result;
    const manifest = join(options.out, result.manifest);
    for (const { id, error } of failed) out.note(`failed: segment ${id}: ${error.message} (${error.code})`);
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
    await source.close?.();
  }
}

async function readSegments(path: string, format: SegmentListFormat | undefined): Promise<Segment[]> {
  const isStdin = path === "-";
  const text = await new Promise<string>((resolve, reject) => {
    readFile(isStdin ? 0 : path, "utf8", (error, contents) => {
      if (!error) return resolve(contents);
      const message = `cannot read the segment list ${path}: ${error.message}`;
      reject(new LongwaveError("segments/unreadable", message, { path, cause: error }));
    });
  });
  return parseSegmentList(text, {
    name: isStdin ? "standard input" : basename(path),
    ...(format && { format }),
  });
}

function progressLine({ done, total, bytes, etaMs }: ExportProgress): string {
  const left = etaMs === undefined ? "" : `, ${(etaMs / 1000).toFixed(1)} s left`;
  return `${bar(done, total)} ${done} of ${countText(total, "clip")}, ${bytesText(bytes)}${left}`;
}
