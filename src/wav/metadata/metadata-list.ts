import type { ByteSource } from "../../stream/byte-source.ts";
import { sliceSource } from "../../stream/slice.ts";
import type { KeptBodies } from "../body-keeper.ts";
import { type Chunk, isOfTheAudio } from "../chunk.ts";
import { livingChunks } from "../supersession.ts";
import { type MetadataChunk, metadataChunk } from "./metadata-chunk.ts";

/** The metadata of a file, in the order in which it stands there. */
export function metadataChunks(
  source: ByteSource,
  chunks: readonly Chunk[],
  kept: KeptBodies,
  littleEndian: boolean,
): readonly MetadataChunk[] {
  const living = livingChunks(chunks, (chunk) => kept.get(chunk));
  return living.flatMap((chunk) => {
    const { id, listType, bodyOffset, size } = chunk;
    if (isOfTheAudio(id)) return [];
    const bytes = kept.get(chunk);
    if (bytes) return { ...metadataChunk(id, bytes, littleEndian), found: chunk };
    const body = sliceSource(source, bodyOffset, bodyOffset + size);
    return { id, ...(listType !== undefined && { listType }), body, littleEndian, found: chunk };
  });
}
