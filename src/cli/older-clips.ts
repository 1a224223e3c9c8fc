import type { SnippetExport } from "../jobs/index.ts";
import { isClipName } from "../jobs/snippets/clip-name.ts";
import { MANIFEST_NAME, readManifest } from "../jobs/snippets/manifest.ts";
import type { Folder } from "../stream/folder.ts";
import { readText } from "../stream/text.ts";
import { countText } from "./quantity.ts";

/**
 * Says how many clips of earlier runs still lie in the folder of an export that has ended; nothing where there
 * are none.
 */
export async function olderClipsNote(folder: Folder, { clips }: SnippetExport): Promise<string | undefined> {
  const found = (await folder.list()).filter(isClipName);
  // All that were written are there: where there are no more, the manifest need not be read.
  if (found.length <= clips.length) return undefined;
  const manifest = readManifest((await readText(folder, MANIFEST_NAME)) ?? "", folder.name);
  // Another run still works here, and what it has written may not be listed yet.
  if (manifest === undefined || manifest.status === "in_progress") return undefined;
  const listed = new Set(manifest.clips.map(({ file }) => file));
  const stale = new Set(manifest.stale_clips.map(({ file }) => file));
  const older = found.filter((file) => !listed.has(file));
  if (older.length === 0) return undefined;
  const removable = older.filter((file) => stale.has(file)).length;
  return `note: ${folder.name} still holds ${countText(older.length, "clip")} of earlier runs, ${fate(older.length, removable)}`;
}

/** What becomes of them when somebody asks for that. */
function fate(older: number, removable: number): string {
  if (removable === 0) return "which its manifest does not list";
  return removable === older ? "which --clean removes" : `of which --clean removes ${removable}`;
}
