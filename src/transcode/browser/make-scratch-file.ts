import type { ScratchFile } from "../engine/scratch-file.ts";
import { memoryScratchFile } from "./memory-scratch-file.ts";
import { originScratchFile } from "./origin-scratch-file.ts";

/** A file of the page's own where it can have one that both sides can write; else memory. */
export async function makeScratchFile(): Promise<ScratchFile> {
  return hasFiles() ? originScratchFile() : memoryScratchFile();
}

/** Some browsers have these files and let pages only read them. Pages that are not secure have none. */
function hasFiles(): boolean {
  const { storage, locks } = globalThis.navigator as Partial<Navigator>;
  const { FileSystemFileHandle: handle } = globalThis as { FileSystemFileHandle?: { prototype: object } };
  return (
    storage?.getDirectory !== undefined &&
    locks !== undefined &&
    handle !== undefined &&
    "createWritable" in handle.prototype
  );
}
