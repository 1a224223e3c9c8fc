import type { Segment } from "../segment.ts";
import { filledLinesOf } from "./lines.ts";
import { listError } from "./list-error.ts";
import { parseSeconds } from "./seconds.ts";

/**
 * Reads an exported Audacity label track (Audacity manual, "Importing and Exporting Labels"): a start, an end and a
 * label, divided by tabs. The label becomes the text. A line that begins with a backslash holds the frequencies of the
 * label above it and is passed over. A point label has the same start and end, and stays as it is.
 */
export function parseAudacityLabels(text: string, list: string): Segment[] {
  const segments: Segment[] = [];
  for (const line of filledLinesOf(text)) {
    if (line.text.startsWith("\\")) continue;
    const [from = "", to = "", ...label] = line.text.split("\t");
    const start = parseSeconds(from);
    const end = parseSeconds(to);
    if (!Number.isFinite(start) || !Number.isFinite(end)) {
      const place = { list, line: line.number };
      throw listError("segments/bad-line", place, "<start>TAB<end>TAB<label>, times in seconds", line.text);
    }
    segments.push({ start, end, text: label.join("\t") || null });
  }
  return segments;
}
