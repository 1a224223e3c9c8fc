import { statSync } from "node:fs";

/** Whether a path leads to a file, as opposed to a folder, a device, or nothing. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
