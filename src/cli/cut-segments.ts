import { basename } from "node:path";
import { parseSegmentList, type Segment, type SegmentListFormat } from "../jobs/index.ts";
import type { Wav } from "../wav/wav.ts";
import {
  checkClipFolder,
  checkClipFormat,
  type ExportClipsOptions,
  exportClips,
  exportFacts,
  sayExported,
} from "./export-clips.ts";
import { openRecording } from "./open-recording.ts";
import { countText, durationText } from "./quantity.ts";
import { readText } from "./read-text.ts";
import { type OpenRecordingOptions, warningTeller } from "./recording.ts";
import { terminal } from "./terminal.ts";

/** What `longwave cut --segments` takes. */
export interface CutSegmentsOptions extends ExportClipsOptions, OpenRecordingOptions {
  readonly segments: string;
  readonly segmentsFormat?: SegmentListFormat;
}

/**
 * `longwave cut SOURCE --segments FILE --out DIR`
 *
 * @returns whether every segment gave its clip
 */
export async function cutSegments(argument: string, options: CutSegmentsOptions): Promise<boolean> {
  const out = terminal(options);
  checkClipFormat(options);
  checkClipFolder(options.out, argument);
  const segments = await readSegments(options);
  // Opened before the folder is made: what is no recording leaves nothing behind.
  const wav = await openRecording(argument, options);
  try {
    const tellWarnings = warningTeller(argument, wav, out);
    tellWarnings();
    for (const line of oddities(segments, wav)) out.note(line);
    const result = await exportClips(argument, wav, segments, options, out);
    tellWarnings();
    out.json(exportFacts(result));
    sayExported(result, out);
    return result.failed.length === 0;
  } finally {
    out.clearProgress();
    await wav.close();
  }
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
