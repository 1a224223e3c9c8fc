/** A chunk of a file: an identifier, a size, and a body that is read only when somebody asks for it. */
export interface Chunk {
  /** The four characters, as they stand in the file: `"fmt "`, `"data"`, `"LIST"`. */
  readonly id: string;
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
const KNOWN_IDS: ReadonlySet<string> = new Set(
  (
    "fmt |data|fact|LIST|JUNK|junk|PAD |FLLR|ds64|bext|cue |smpl|inst|plst|PEAK|iXML|axml|chna|cart|" +
    "id3 |ID3 |acid|DISP|umid|levl|link|_PMX|afsp|minf|elm1|regn|strc|bxml|sxml"
  ).split("|"),
);

/** Whether an identifier is one that occurs in the wild. */
export function isKnownId(id: string): boolean {
  return KNOWN_IDS.has(id);
}

/** Four bytes as the four characters that they stand for. */
export function readFourCharacters(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}

/** Writes four characters as four bytes. */
export function writeFourCharacters(view: DataView, offset: number, id: string): void {
  for (let index = 0; index < 4; index++) view.setUint8(offset + index, id.charCodeAt(index));
}

/** A little-endian 32-bit number. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset, true);
}
