import type { Chapter, MediaTags } from "../media.ts";

/** Microseconds: what ffmpeg itself reckons times in. */
const TICKS = 1_000_000;

/**
 * Tags and chapters as a file that ffmpeg reads (FFmpeg's "Formats Documentation", section "Metadata").
 *
 * @param chapters in order of time
 */
export function ffMetadata(tags: MediaTags, chapters: readonly Chapter[]): Uint8Array<ArrayBuffer> {
  const lines = [
    ";FFMETADATA1",
    ...Object.entries(tags).map(([name, value]) => line(name, value)),
    ...chapters.flatMap(({ start, end, title }) => [
      "[CHAPTER]",
      `TIMEBASE=1/${TICKS}`,
      `START=${Math.round(start * TICKS)}`,
      `END=${Math.round(end * TICKS)}`,
      line("title", title),
    ]),
  ];
  return new TextEncoder().encode(lines.map((text) => `${text}${endOf(text)}`).join(""));
}

/**
 * ffmpeg takes a line feed behind a backslash as one of the value, even where the backslash is an escaped one.
 * A 0 between them ends the value.
 */
function endOf(text: string): string {
  return text.endsWith("\\") ? "\0\n" : "\n";
}

function line(name: string, value: string): string {
  return `${escaped(name)}=${escaped(value)}`;
}

/** A name that begins like a section's must be escaped too; what needs none may have it all the same. */
function escaped(text: string): string {
  return text.replaceAll("\0", "").replace(/[=;#\\\n\r[]/g, "\\$&");
}
