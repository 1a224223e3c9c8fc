import { LongwaveError } from "../../stream/error.ts";
import { isClipName } from "./clip-name.ts";
import type { SegmentWords } from "./segment.ts";

/** The name under which the manifest stands beside the clips. */
export const MANIFEST_NAME = "manifest.json";

/** What a clip or a failed segment is about. Times are seconds of the recording. */
interface ManifestEntry extends SegmentWords {
  /** Number of the segment, from 1. */
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

/** A clip that lies complete beside the manifest. */
export interface ManifestClip extends ManifestEntry {
  /** File name within the folder. */
  readonly file: string;
  readonly status: "complete";
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/** A segment that gave no clip. */
export interface ManifestFailure extends Omit<ManifestEntry, "start" | "end"> {
  /** `null` where the segment has no such time. */
  readonly start: number | null;
  readonly end: number | null;
  readonly status: "failed";
  readonly error: { readonly code: string; readonly message: string };
}

/** A file that an export wrote: what may be removed once nobody needs it. */
export interface WrittenFile {
  readonly file: string;
  /** Bytes; a file of another size is not the one that was written. */
  readonly bytes: number;
}

/** `empty` when there were no segments at all. */
export type ManifestStatus = "in_progress" | "completed" | "completed_with_failures" | "aborted" | "empty";

/** What `manifest.json` holds. */
export interface Manifest {
  readonly session: string;
  readonly source: {
    readonly name: string;
    /** Bytes. */
    readonly size: number;
    /** In words: `"16-bit PCM, 16000 Hz, 1 channel"`. */
    readonly format: string;
  };
  /** When the export began, ISO 8601. */
  readonly created: string;
  readonly status: ManifestStatus;
  /** Says why there are no clips, when there were no segments. */
  readonly message?: string;
  readonly total_clips: number;
  readonly clips: readonly ManifestClip[];
  readonly failed: readonly ManifestFailure[];
  /** Clips of earlier exports that still lie in the folder and are none of this one's. */
  readonly stale_clips: readonly WrittenFile[];
}

/** What a manifest says before there are clips. */
export type ManifestHead = Pick<Manifest, "session" | "source" | "created">;

/** A manifest as the text of its file. */
export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/**
 * Reads a manifest of an earlier export. An empty file is what a power cut may leave of one, and counts as none.
 *
 * @param where the folder's name, for messages
 * @throws LongwaveError `snippets/foreign-manifest` for a file that no exporter wrote, which is then not replaced
 */
export function readManifest(text: string, where: string): Manifest | undefined {
  if (/^[\s\0]*$/.test(text)) return undefined;
  const value = parseJson(text);
  if (isManifest(value)) return value;
  throw new LongwaveError(
    "snippets/foreign-manifest",
    `${MANIFEST_NAME} in ${where} was not written by this exporter, and would be lost; ` +
      "choose another folder, or move it away",
    { folder: where, expected: "an object with clips, failed and stale_clips" },
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isManifest(value: unknown): value is Manifest {
  if (!isObject(value)) return false;
  const { clips, failed, stale_clips: stale } = value;
  return isListOf(clips, isManifestClip) && isListOf(failed, hasId) && isListOf(stale, isWrittenFile);
}

function isListOf(value: unknown, isEntry: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isEntry);
}

/** Numbers go on from these. */
export function hasId(entry: unknown): boolean {
  return isObject(entry) && Number.isSafeInteger(entry["id"]);
}

export function isManifestClip(entry: unknown): boolean {
  return hasId(entry) && isWrittenFile(entry);
}

/** Whether an entry names a file of ours; others could name any file at all, and are not trusted to be removed. */
export function isWrittenFile(entry: unknown): boolean {
  if (!isObject(entry)) return false;
  const { file, bytes } = entry;
  return typeof file === "string" && isClipName(file) && typeof bytes === "number";
}
