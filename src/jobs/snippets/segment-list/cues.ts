import { parseTime } from "../../../audio/time.ts";
import type { Segment } from "../segment.ts";
import { type Line, linesOf } from "./lines.ts";
import { listError } from "./list-error.ts";

/** Two times and an arrow. What may follow (WebVTT settings, SRT coordinates) says where on a screen the text goes. */
const TIMING = /^\s*([\d:.,]+)\s*-->\s*([\d:.,]+)(?:\s|$)/;

/** The blocks of a WebVTT file that are no cues (W3C WebVTT §4.1). */
const OTHER_BLOCK = /^(?:WEBVTT|NOTE|STYLE|REGION)(?:\s|$)/;

/** `<v Mary>` or `<v.loud Mary>`, the voice span (W3C WebVTT §4.2.2). */
const VOICE = /<v(?:\.[^\s<>]*)?\s([^<>]*)>/;

/** `<i>`, `</font>`, `<c.yellow>`, and the times that WebVTT puts between words; but not the signs in `1 < 2`. */
const TAG = /<\/?[a-z\d][^<>]*>/gi;

const ENTITY = /&(amp|lt|gt|nbsp|lrm|rlm);/g;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  nbsp: "\u00a0",
  lrm: "\u200e",
  rlm: "\u200f",
};

/**
 * A speaker in front of the text: `[SPEAKER_00]: Hello`, which whisperX writes, or `SPEAKER_00: Hello`. Without brackets
 * only `SPEAKER_` and digits will do, because `Remember: …` and `Berlin: …` are how sentences begin.
 */
const PREFIX = /^(?:\[([^\]\n]+)\]|(SPEAKER_\d+)):\s*/;

/**
 * Reads subtitles: SubRip (`"srt"`) or WebVTT (`"vtt"`). A cue is a block of lines between blank lines: a counter or a
 * name, which may be missing, two times with an arrow between them, and the text, whose line breaks stay.
 *
 * The speaker is the first voice span's, or the one in front of the text: `[Ann]: Hello` or `SPEAKER_00: Hello`, and no
 * other form.
 */
export function parseCues(text: string, format: "srt" | "vtt", list: string): Segment[] {
  const segments: Segment[] = [];
  for (const block of blocksOf(text)) {
    const at = block.slice(0, 2).findIndex((line) => line.text.includes("-->"));
    const words = block.slice(at + 1);
    // Without the blank line between them, the second cue would become words of the first.
    const intruder = words.find((line) => TIMING.test(line.text));
    if (intruder !== undefined) {
      const expected = "a blank line before the next cue";
      throw listError("segments/bad-line", { list, line: intruder.number }, expected, intruder.text);
    }
    if (at === -1 && format === "vtt" && OTHER_BLOCK.test(block[0].text)) continue;
    const { start, end } = timesOf(block[at] ?? block[0], format, list);
    segments.push({ start, end, ...speechOf(words.map((line) => line.text).join("\n"), format) });
  }
  return segments;
}

type Block = [Line, ...Line[]];

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let block: Block | undefined;
  for (const line of linesOf(text)) {
    if (line.text.trim() === "") block = undefined;
    else if (block !== undefined) block.push(line);
    else {
      block = [line];
      blocks.push(block);
    }
  }
  return blocks;
}

function timesOf(line: Line, format: "srt" | "vtt", list: string): { start: number; end: number } {
  const [, from = "", to = ""] = TIMING.exec(line.text) ?? [];
  const start = parseTime(from);
  const end = parseTime(to);
  if (Number.isNaN(start) || Number.isNaN(end)) {
    const expected = format === "srt" ? "hh:mm:ss,mmm --> hh:mm:ss,mmm" : "hh:mm:ss.mmm --> hh:mm:ss.mmm";
    throw listError("segments/bad-line", { list, line: line.number }, expected, line.text);
  }
  return { start, end };
}

function speechOf(markup: string, format: "srt" | "vtt"): { speaker: string | null; text: string | null } {
  const plain = (part: string) => {
    const words = part.replace(TAG, "");
    return format === "srt" ? words : words.replace(ENTITY, (_, name: string) => ENTITIES[name] ?? "");
  };
  const text = plain(markup).trim();
  const voice = VOICE.exec(markup)?.[1];
  if (voice !== undefined) return { speaker: plain(voice).trim() || null, text: text || null };
  const prefix = PREFIX.exec(text);
  if (prefix === null) return { speaker: null, text: text || null };
  return { speaker: prefix[1] ?? prefix[2] ?? null, text: text.slice(prefix[0].length) || null };
}
