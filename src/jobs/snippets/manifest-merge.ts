import type {
  Manifest,
  ManifestClip,
  ManifestFailure,
  ManifestHead,
  ManifestStatus,
  WrittenFile,
} from "./manifest.ts";

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

/** Adds entries, by number; a newer one takes the place of an older one. What is listed is not stale. */
export function withEntries(
  manifest: Manifest,
  clips: readonly ManifestClip[],
  failed: readonly ManifestFailure[],
): Manifest {
  const allClips = byId([...manifest.clips, ...clips]);
  const listed = new Set(allClips.map(({ file }) => file));
  const stale = new Map(manifest.stale_clips.map((entry) => [entry.file, entry]));
  return {
    ...manifest,
    total_clips: allClips.length,
    clips: allClips,
    failed: byId([...manifest.failed, ...failed]),
    stale_clips: [...stale.values()].filter(({ file }) => !listed.has(file)),
  };
}

/** The highest number that an entry has, 0 when there are none. */
export function highestId(manifest: Manifest): number {
  return [...manifest.clips, ...manifest.failed].reduce((highest, { id }) => Math.max(highest, id), 0);
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
