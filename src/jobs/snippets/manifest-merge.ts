import type { JournalContents } from "./journal.ts";
import type { Manifest, ManifestHead, ManifestStatus, WrittenFile } from "./manifest.ts";

/** The manifest of an export that begins. */
export function emptyManifest({ session, source, created }: ManifestHead): Manifest {
  const nothing = { total_clips: 0, clips: [], failed: [], stale_clips: [] };
  return { session, source, created, status: "in_progress", ...nothing };
}

/** All files that an earlier export wrote and that may be there still. */
export function writtenFiles(manifest: Manifest | undefined): WrittenFile[] {
  if (!manifest) return [];
  return [...manifest.clips, ...manifest.stale_clips].map(({ file, bytes }) => ({ file, bytes }));
}

/**
 * Adds what a run did: its entries, by number, where a newer one takes the place of an older one, and its files. A file
 * that is not listed is stale.
 */
export function withEntries(manifest: Manifest, run: JournalContents): Manifest {
  const clips = byId([...manifest.clips, ...run.clips]);
  const listed = new Set(clips.map(({ file }) => file));
  // One name may stand here with two sizes: of an earlier run, and of one that died before it wrote the file anew.
  const stale = new Map(
    [...manifest.stale_clips, ...run.planned].map((entry) => [`${entry.bytes} ${entry.file}`, entry]),
  );
  return {
    ...manifest,
    total_clips: clips.length,
    clips,
    failed: byId([...manifest.failed, ...run.failed]),
    stale_clips: [...stale.values()].filter(({ file }) => !listed.has(file)),
  };
}

/** The highest number that an entry has, 0 when there are none. */
export function highestId({ clips, failed }: Pick<JournalContents, "clips" | "failed">): number {
  return [...clips, ...failed].reduce((highest, { id }) => Math.max(highest, id), 0);
}

/** The manifest of an export that is over. */
export function endedManifest(
  manifest: Manifest,
  end: { readonly aborted: boolean; readonly placeholderMessage: string },
): Manifest {
  const { session, source, created, total_clips, clips, failed, stale_clips } = manifest;
  const status = endStatus(manifest, end.aborted);
  const message = status === "empty" ? { message: end.placeholderMessage } : {};
  return { session, source, created, status, ...message, total_clips, clips, failed, stale_clips };
}

function endStatus({ clips, failed }: Manifest, aborted: boolean): ManifestStatus {
  if (aborted) return "aborted";
  if (failed.length > 0) return "completed_with_failures";
  return clips.length > 0 ? "completed" : "empty";
}

function byId<Entry extends { readonly id: number }>(entries: readonly Entry[]): Entry[] {
  const newest = new Map(entries.map((entry) => [entry.id, entry]));
  return [...newest.values()].sort((one, other) => one.id - other.id);
}
