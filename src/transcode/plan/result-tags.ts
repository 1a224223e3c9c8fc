import type { MediaTags } from "../media.ts";

/** What says something of the file that it stands in, not of the recording. */
const OF_THE_FILE: ReadonlySet<string> = new Set([
  "encoder",
  "major_brand",
  "minor_version",
  "compatible_brands",
  "media_type",
  "creation_time",
  "duration",
  "handler_name",
  "vendor_id",
  "metadata_block_picture",
  "coverart",
  "coverartmime",
  "itunsmpb",
  "tlen",
  "bps",
  "number_of_frames",
  "number_of_bytes",
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
  return (
    name !== "" && !OF_THE_FILE.has(name) && !name.startsWith("_statistics") && !CHAPTER_COMMENT.test(name)
  );
}

function lowerCase(tags: MediaTags): (readonly [string, string])[] {
  return Object.entries(tags).map(([name, value]) => [name.toLowerCase(), value] as const);
}
