import type { SnippetRecording } from "./exported-recording.ts";
import { beginExport, type SnippetExport, type SnippetExportOptions } from "./exporter.ts";
import type { Segment } from "./segment.ts";

/**
 * Cuts a recording into one clip per segment, with a manifest beside them. A segment that fails is named in the result
 * and in the manifest; the others are exported.
 *
 * @param recording a WAV file, opened or not, or what `openMedia` gives; it stays open
 * @throws LongwaveError as `openSnippetExporter`, and where the manifest cannot be written; the signal's reason when
 *   it is aborted
 */
export async function exportSnippets(
  recording: SnippetRecording,
  segments: readonly Segment[],
  options: SnippetExportOptions,
): Promise<SnippetExport> {
  const exporter = await beginExport(recording, options, segments.length);
  try {
    await exporter.addAll(segments);
  } catch (error) {
    // The manifest is ended first; the failure that led here is the one to tell.
    await exporter.abort(error).catch(() => {});
    throw error;
  }
  return exporter.close();
}
