import { LongwaveError } from "../stream/error.ts";
import { readFourCharacters } from "./chunk.ts";

/** The families of file that hold WAVE chunks. */
export type ContainerName = "RIFF" | "RF64";

/** How a container lays its chunks out. */
export interface Container {
  readonly name: ContainerName;
  /** Bytes before the first chunk. */
  readonly headBytes: number;
  /** Bytes of a chunk's header: the identifier and the size. */
  readonly chunkHeaderBytes: number;
  /** Chunks begin at multiples of this. */
  readonly alignment: number;
  /** Whether sizes of 0xFFFFFFFF mean "see the ds64 chunk". */
  readonly hasDs64: boolean;
}

/** Multimedia Programming Interface and Data Specifications 1.0, "Resource Interchange File Format". */
const RIFF: Container = { name: "RIFF", headBytes: 12, chunkHeaderBytes: 8, alignment: 2, hasDs64: false };

/** EBU Tech 3306, section 3. */
const RF64: Container = { ...RIFF, name: "RF64", hasDs64: true };

const CONTAINERS: readonly Container[] = [RIFF, RF64];

/**
 * Tells the container by the first bytes of a file.
 *
 * @param head at least the first 12 bytes, fewer only when the file has no more
 * @throws LongwaveError `wav/not-wav`, which says what the file looks like instead
 */
export function detectContainer(head: Uint8Array, name: string): Container {
  const magic = readFourCharacters(head, 0);
  const form = readFourCharacters(head, 8);
  const container = CONTAINERS.find((candidate) => candidate.name === magic);
  if (container && form === "WAVE") return container;
  const found = head.length < 12 ? tooShort(head.length) : lookalike(head);
  throw new LongwaveError(
    "wav/not-wav",
    `${name} is no WAV file: expected "RIFF" or "RF64" and "WAVE" in its first 12 bytes, got ${found}`,
    { offset: 0, actual: head.length < 12 ? head.length : [magic, form], expected: ["RIFF", "WAVE"] },
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
  ["riff\x2e\x91\xcf\x11", 0, "a Sony Wave64 file"],
  ["RIFX", 0, "a big-endian RIFX file"],
  ["BW64", 0, "a BW64 file"],
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
