import type { MediaTags } from "../media.ts";
import type { ProbeReport, ProbeStream } from "./probe-report.ts";
import { isTechnical } from "./technical-tags.ts";

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

/**
 * What the streams of most containers have, and `MediaStream` tells. A WAV file has it as a text: see
 * `wav-content.ts`.
 */
const OF_STREAMS = "language";

/**
 * A file's tags by the lower-case names that all containers share, empty ones left out.
 *
 * Ogg keeps its comments with the stream (RFC 7845 §5.2, Vorbis I §5), the other containers with the file.
 * Where both have a tag, the file's counts. A tag by its common name counts before a synonym of it.
 */
export function mediaTags(report: ProbeReport, audio: ProbeStream): MediaTags {
  const isOgg = report.format?.format_name === "ogg";
  const found = new Map<string, string>();
  const synonyms = new Map<string, string>();
  for (const group of [report.format?.tags, isOgg ? audio.tags : undefined]) {
    for (const [name, value] of Object.entries(group ?? {})) {
      const key = name.toLowerCase();
      if (value === "" || key === OF_STREAMS || isTechnical(key)) continue;
      const common = SYNONYMS[key];
      if (common !== undefined) synonyms.set(common, synonyms.get(common) ?? value);
      else if (!found.has(key)) found.set(key, value);
    }
  }
  for (const [name, value] of synonyms) if (!found.has(name)) found.set(name, value);
  return Object.fromEntries(found);
}
