import { LongwaveError } from "../stream/error.ts";
import { readFourCharacters } from "./chunk.ts";
import { CONTAINERS } from "./container.ts";

/**
 * Says what a file is that is no WAV file.
 *
 * @param head at least its first 12 bytes, fewer only when the file has no more
 */
export function notWav(head: Uint8Array, name: string): LongwaveError {
  const found = head.length < 12 ? tooShort(head.length) : lookalike(head);
  return new LongwaveError(
    "wav/not-wav",
    `${name} is no WAV file: expected RIFF, RIFX, RF64 or BW64 with "WAVE", or Sony Wave64, in its first bytes, got ${found}`,
    {
      offset: 0,
      actual: head.length < 12 ? head.length : [readFourCharacters(head, 0), readFourCharacters(head, 8)],
      expected: Object.keys(CONTAINERS),
    },
  );
}

function tooShort(length: number): string {
  return length === 0 ? "an empty file" : `only ${length} bytes`;
}

/** Formats that people hand over in good faith, by their first bytes. */
const LOOKALIKES: ReadonlyArray<readonly [magic: string, offset: number, words: string]> = [
  ["ID3", 0, "an MP3 file with an ID3 tag"],
  ["fLaC", 0, "a FLAC file"],
  ["OggS", 0, "an Ogg file"],
  ["FORM", 0, "an AIFF file"],
  ["ftyp", 4, "an MP4 or M4A file"],
  ["\x1aE\xdf\xa3", 0, "a Matroska or WebM file"],
  ["<!doctype", 0, "a web page"],
  ["<html", 0, "a web page"],
];

function lookalike(head: Uint8Array): string {
  const text = String.fromCharCode(...head.subarray(0, 12));
  for (const [magic, offset, words] of LOOKALIKES) {
    // HTML is written in either case; no two of the others differ by case alone.
    if (text.toLowerCase().startsWith(magic.toLowerCase(), offset)) return words;
  }
  // MPEG audio frames begin with eleven set bits (ISO 11172-3, 2.4.1.3).
  if (head[0] === 0xff && ((head[1] ?? 0) & 0xe0) === 0xe0) return "an MP3 file";
  return `${JSON.stringify(text.slice(0, 4))} and ${JSON.stringify(text.slice(8, 12))}`;
}
