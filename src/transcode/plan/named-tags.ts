import { WAV_IDENTIFIERS } from "../probe/wav-content.ts";
import type { OutputFormat } from "../transcode-options.ts";
import { isMp4 } from "./output-format.ts";

/** Those for which FFmpeg 5.1 writes an item of an MPEG-4 file (`mov_write_ilst_tag` of its movenc.c), by our names. */
const MP4_TAGS: ReadonlySet<string> = new Set([
  "album",
  "album_artist",
  "artist",
  "comment",
  "compilation",
  "composer",
  "copyright",
  "date",
  "description",
  "disc",
  "episode_id",
  "episode_sort",
  "gapless_playback",
  "genre",
  "grouping",
  "hd_video",
  "keywords",
  "lyrics",
  "media_type",
  "network",
  "season_number",
  "show",
  "synopsis",
  "title",
  "tmpo",
  "track",
]);

/** Whether a format has a field for a tag of that lower-case name; most take any name. */
export function hasTag(format: OutputFormat, name: string): boolean {
  if (format === "wav") return Object.hasOwn(WAV_IDENTIFIERS, name);
  return !isMp4(format) || MP4_TAGS.has(name);
}
