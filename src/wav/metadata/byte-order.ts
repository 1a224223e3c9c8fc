import type { MetadataChunk } from "./metadata-chunk.ts";
import { readMetadata } from "./read-metadata.ts";
import { writeMetadata } from "./write-metadata.ts";

/**
 * Chunks with their numbers in another byte order: those that are understood, written anew. Of the others nobody knows which
 * bytes are numbers, so they go.
 *
 * @throws LongwaveError what the source of the chunks throws
 */
export async function inByteOrder(
  chunks: readonly MetadataChunk[],
  order: { readonly from: "little" | "big"; readonly to: "little" | "big" },
  signal?: AbortSignal,
): Promise<readonly MetadataChunk[]> {
  if (order.from === order.to) return chunks;
  const holder = { metadata: chunks, format: order.from === "big" ? ({ bigEndian: true } as const) : {} };
  const { others: _, ...understood } = await readMetadata(holder, signal ? { signal } : {});
  return writeMetadata(understood, { bigEndian: order.to === "big" });
}
