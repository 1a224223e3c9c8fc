import { type Stats, statSync } from "node:fs";

/** Whether two paths lead to one regular file, through links or not. */
export function isSameFile(one: string, other: string): boolean {
  const first = statOrUndefined(one);
  const second = statOrUndefined(other);
  if (!first?.isFile() || !second) return false;
  return first.dev === second.dev && first.ino === second.ino;
}

/** What cannot be looked at (a URL, a loop of links, a closed folder) is told of by whoever opens it. */
function statOrUndefined(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
