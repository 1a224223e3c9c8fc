import type { Segment } from "../segment.ts";
import { filledLinesOf } from "./lines.ts";
import { listError } from "./list-error.ts";
import { parseSeconds } from "./seconds.ts";

/** How NIST's types look: `SPEAKER`, `SPKR-INFO`, `NON-LEX`, `A/P`, `NO_RT_METADATA`. */
const TYPE = /^[A-Z][A-Z_/-]*$/;

const SPEAKER_LINE = "SPEAKER <file> <channel> <start> <duration> <NA> <NA> <speaker>";

/**
 * Reads Rich Transcription Time Marked lines (NIST RT-09 evaluation plan, appendix A). `SPEAKER` lines become segments;
 * lines of other types and comments are passed over. What follows the speaker may be missing: older versions of
 * the format have nine fields, newer ones ten. Lines of several recordings in one file are not told apart.
 */
export function parseRttm(text: string, list: string): Segment[] {
  const segments: Segment[] = [];
  for (const line of filledLinesOf(text)) {
    if (line.text.startsWith(";;") || line.text.startsWith("#")) continue;
    const fields = line.text.trim().split(/\s+/);
    const [type = "", , , start = "", duration = "", , , speaker] = fields;
    if (type !== "SPEAKER" && TYPE.test(type)) continue;
    const from = parseSeconds(start);
    const length = parseSeconds(duration);
    if (type !== "SPEAKER" || speaker === undefined || !Number.isFinite(from) || !Number.isFinite(length)) {
      throw listError("segments/bad-line", { list, line: line.number }, SPEAKER_LINE, line.text);
    }
    segments.push({ start: from, end: from + length, speaker: speaker === "<NA>" ? null : speaker });
  }
  return segments;
}
