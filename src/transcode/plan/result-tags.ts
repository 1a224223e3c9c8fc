import type { MediaTags } from "../media.ts";
import { isTechnical } from "../probe/technical-tags.ts";

/**
 * What is shown of a file, and would be wrong of a result with another length, other pictures or another
 * format.
 */
const OF_THE_FILE: ReadonlySet<string> = new Set([
  "media_type",
  "coverart",
  "coverartmime",
  "tlen",
  "cuesheet",
]);
const CHAPTER_COMMENT = /^chapter\d{3}/;

/** The input's tags with the changes that were asked for; a change to `""` removes. Names are lower case. */
export function resultTags(carried: MediaTags, changes: MediaTags = {}): MediaTags {
  const tags = new Map<string, string>();
  for (const [name, value] of lowerCase(carried)) {
    const text = value.replaceAll("\0", "");
    if (isOfTheRecording(name) && text !== "") tags.set(name, text);
  }
  for (const [name, value] of lowerCase(changes)) {
    if (value === "") tags.delete(name);
    else tags.set(name, value);
  }
  return Object.fromEntries(tags);
}

function isOfTheRecording(name: string): boolean {
  return name !== "" && !isTechnical(name) && !OF_THE_FILE.has(name) && !CHAPTER_COMMENT.test(name);
}

function lowerCase(tags: MediaTags): (readonly [string, string])[] {
  return Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value] as const);
}
