import type { Chunk } from "../chunk.ts";
import { cutEffect } from "./cut-effect.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";
import type { Span } from "./span.ts";

/** What a file that is a span of another keeps of its chunks. */
export type Carrier = (chunks: readonly MetadataChunk[], span: Span) => readonly MetadataChunk[];

/** The carrier for a file with these chunks. Moving positions is loaded for files that have some. */
export async function loadCarrier(chunks: readonly Chunk[], littleEndian: boolean): Promise<Carrier> {
  if (!chunks.some(({ id, listType }) => cutEffect(id, listType) === "moves")) return keepWhatHolds;
  const { carryChunks } = await import("./carry.ts");
  return (metadata, span) => carryChunks(metadata, span, { littleEndian });
}

/** Nothing moves; sums over the whole go, but for a span that is the whole. */
function keepWhatHolds(chunks: readonly MetadataChunk[], span: Span): readonly MetadataChunk[] {
  if (span.from === 0 && span.to === span.frames) return chunks;
  return chunks.filter(({ id, listType }) => cutEffect(id, listType) !== "drops");
}
