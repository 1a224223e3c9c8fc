/** A chunk of a file: an identifier, a size, and a body that is read only when somebody asks for it. */
export interface Chunk {
  /**
   * The four characters, as they stand in the file: `"fmt "`, `"data"`, `"LIST"`. In Wave64, a GUID that stands for none
   * is given as such: `"{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}"`.
   */
  readonly id: string;
  /** What a `LIST` chunk is a list of, four characters: `"INFO"`, `"adtl"`. */
  readonly listType?: string;
  /** Where its header begins, in bytes from the start of the file. */
  readonly offset: number;
  /** Where its body begins. */
  readonly bodyOffset: number;
  /** Bytes of body that are there, padding not counted. */
  readonly size: number;
}

/** Whether four bytes can be a chunk identifier: printable ASCII (the registered ones all are). */
export function isChunkId(id: string): boolean {
  return /^[\x20-\x7e]{4}$/.test(id);
}

/** The chunks that occur in the wild, to tell a header from bytes that merely could be one. */
const KNOWN_IDS =
  "fmt |data|fact|LIST|JUNK|junk|PAD |FLLR|ds64|bext|cue |smpl|inst|plst|PEAK|iXML|axml|chna|cart|" +
  "id3 |ID3 |acid|DISP|umid|levl|link|_PMX|afsp|minf|elm1|regn|strc|bxml|sxml";

const IS_KNOWN: ReadonlySet<string> = new Set(KNOWN_IDS.split("|"));
const ANY_KNOWN = new RegExp(KNOWN_IDS, "gi");

/** Whether an identifier is one that occurs in the wild. */
export function isKnownId(id: string): boolean {
  return IS_KNOWN.has(id);
}

/** Where identifiers that occur in the wild stand in a text of one character per byte; in Wave64, `LIST` is `list`. */
export function* knownIdsIn(text: string): Iterable<number> {
  for (const match of text.matchAll(ANY_KNOWN)) yield match.index;
}

/** Whether a chunk describes the audio, or is it: a second one could be taken for the first. */
export function isOfTheAudio(id: string): boolean {
  return ["fmt ", "data", "fact", "ds64"].includes(id);
}

/** Whether a chunk holds nothing but room: for a header that may grow, or to align the audio. */
export function isFiller(id: string): boolean {
  return ["JUNK", "junk", "PAD ", "FLLR"].includes(id);
}

/** Bytes as the characters that they stand for, one each. */
export function readCharacters(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

/** Four bytes as the four characters that they stand for. */
export function readFourCharacters(bytes: Uint8Array, offset: number): string {
  return readCharacters(bytes, offset, 4);
}

/** The bytes that characters stand for, one each. */
export function characterBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Writes four characters as four bytes. */
export function writeFourCharacters(view: DataView, offset: number, id: string): void {
  for (let index = 0; index < 4; index++) view.setUint8(offset + index, id.charCodeAt(index));
}
