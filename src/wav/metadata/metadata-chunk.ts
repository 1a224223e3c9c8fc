import type { ByteSource } from "../../stream/byte-source.ts";
import { memorySource } from "../../stream/memory-source.ts";
import { type Chunk, readFourCharacters } from "../chunk.ts";

/** A chunk that is neither the format nor the audio nor a filler. Its body is read only when somebody asks for it. */
export interface MetadataChunk {
  /** Four characters: `"bext"`, `"LIST"`; in Wave64 also a GUID, `"{xxxxxxxx-…}"`. */
  readonly id: string;
  /** What kind of list a `LIST` is, four characters: `"INFO"`, `"adtl"`. */
  readonly listType?: string;
  /** The bytes, without header and padding; those of a list begin with its type. */
  readonly body: ByteSource;
  /** The same bytes where they are in memory already. */
  readonly bytes?: Uint8Array;
  /** The byte order of its numbers, where that is known: big-endian in RIFX files, little-endian in all others. */
  readonly littleEndian?: boolean;
  /** The chunk of a file that it was found as. */
  readonly found?: Chunk;
}

/**
 * A chunk with a body out of memory; that of a list begins with its type.
 *
 * @param littleEndian the byte order of its numbers, where that is known
 */
export function metadataChunk(id: string, bytes: Uint8Array, littleEndian?: boolean): MetadataChunk {
  const listType = id === "LIST" && bytes.length >= 4 ? readFourCharacters(bytes, 0) : undefined;
  return {
    id,
    ...(listType !== undefined && { listType }),
    body: memorySource(bytes),
    bytes,
    ...(littleEndian !== undefined && { littleEndian }),
  };
}
