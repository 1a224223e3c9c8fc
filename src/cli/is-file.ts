import { statSync } from "node:fs";

/** Whether a path leads to a file, as opposed to a folder, a device, or nothing. */
export function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // A part of the path is a file, or is closed to us: whoever opens it says so.
    return false;
  }
}
