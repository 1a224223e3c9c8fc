/** Whole tasks on recordings. They take sources and folders, so that a page can run them too. */
export type { ClipEncoding, ClipToEncode } from "./snippets/clip-encoding.ts";
export type { ClipNames } from "./snippets/clip-name.ts";
export { exportSnippets } from "./snippets/export-snippets.ts";
export type { SnippetRecording } from "./snippets/exported-recording.ts";
export {
  openSnippetExporter,
  type SnippetExport,
  type SnippetExporter,
  type SnippetExportOptions,
  type SnippetOutcome,
} from "./snippets/exporter.ts";
export type {
  Manifest,
  ManifestClip,
  ManifestFailure,
  ManifestStatus,
  WrittenFile,
} from "./snippets/manifest.ts";
export type { ExportMode } from "./snippets/mode.ts";
export type { ExportProgress } from "./snippets/progress.ts";
export type { Segment } from "./snippets/segment.ts";
export {
  detectSegmentListFormat,
  parseSegmentList,
  type SegmentListFormat,
} from "./snippets/segment-list/index.ts";
