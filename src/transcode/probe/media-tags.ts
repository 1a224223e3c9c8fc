import type { MediaTags } from "../media.ts";
import type { ProbeReport, ProbeStream } from "./probe-report.ts";

/** Other names of the same tags, as containers write them and ffmpeg 5.1 hands them on. */
const SYNONYMS: Readonly<Record<string, string>> = {
  albumartist: "album_artist",
  "album artist": "album_artist",
  tracknumber: "track",
  discnumber: "disc",
  part_number: "track",
  year: "date",
  tyer: "date",
  tdrc: "date",
};

/** What a file says of its own making, not of the recording: no program should carry these on. */
const TECHNICAL: ReadonlySet<string> = new Set([
  "encoder",
  "duration",
  "language",
  "handler_name",
  "vendor_id",
  "major_brand",
  "minor_version",
  "compatible_brands",
  "creation_time",
  "metadata_block_picture",
  "itunsmpb",
  "itunnorm",
]);

/** Matroska's statistics of a track (`_STATISTICS_TAGS`, `BPS-eng`, …) and ID3's private frames. */
const TECHNICAL_PATTERN: RegExp = /^(_statistics|bps|number_of_(frames|bytes)|duration)(-|_|$)|^id3v2_priv\./;

/**
 * A file's tags by the lower-case names that all containers share, empty ones left out.
 *
 * Ogg keeps its comments with the stream (RFC 7845 §5.2, Vorbis I §5), the other containers with the file. Where both have a
 * tag, the file's counts. A tag by its common name counts before a synonym of it.
 */
export function mediaTags(report: ProbeReport, audio: ProbeStream): MediaTags {
  const isOgg = report.format?.format_name === "ogg";
  const found = new Map<string, string>();
  const synonyms = new Map<string, string>();
  for (const group of [report.format?.tags, isOgg ? audio.tags : undefined]) {
    for (const [name, value] of Object.entries(group ?? {})) {
      const key = name.toLowerCase();
      if (value === "" || TECHNICAL.has(key) || TECHNICAL_PATTERN.test(key)) continue;
      const common = SYNONYMS[key];
      if (common !== undefined) synonyms.set(common, synonyms.get(common) ?? value);
      else if (!found.has(key)) found.set(key, value);
    }
  }
  for (const [name, value] of synonyms) if (!found.has(name)) found.set(name, value);
  return Object.fromEntries(found);
}
