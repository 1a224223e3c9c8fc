import type { BodyLayout } from "./body.ts";
import { carryCues } from "./carry-cues.ts";
import { carryBext, carryLoops, carryTimers } from "./carry-numbers.ts";
import { cutEffect } from "./cut-effect.ts";
import { carryIxml } from "./ixml-numbers.ts";
import { type MetadataChunk, metadataChunk } from "./metadata-chunk.ts";
import type { Span } from "./span.ts";

/** The body of a chunk in the file that a span becomes; `undefined` when nothing is left of it. */
type BodyCarrier = (body: Uint8Array, span: Span, littleEndian: boolean) => Uint8Array | undefined;

/** Those of chunks that move by themselves; cue points and their texts move together. */
const CARRIERS: Readonly<Record<string, BodyCarrier>> = {
  bext: carryBext,
  iXML: carryIxml,
  smpl: carryLoops,
  cart: carryTimers,
};

/**
 * What a file that is a span of another keeps of its chunks, moved along with the audio. Chunks that stay as they are
 * come back as the same objects, all of them where the span is the whole recording.
 *
 * A chunk that would have to move and that is not in memory, or cannot be read, is dropped rather than carried with
 * wrong positions; iXML, where positions are an aside, stays as it is.
 */
export function carryChunks(
  chunks: readonly MetadataChunk[],
  span: Span,
  { littleEndian }: Pick<BodyLayout, "littleEndian">,
): readonly MetadataChunk[] {
  if (span.from === 0 && span.to === span.frames) return chunks;
  const cues = carryCues(chunks, span, littleEndian);
  return chunks.flatMap((chunk) => {
    const { id, listType, bytes } = chunk;
    const effect = cutEffect(id, listType);
    if (effect === undefined) return chunk;
    if (effect === "drops") return [];
    if (!bytes) return id === "iXML" ? chunk : [];
    const carried = cues.has(chunk) ? cues.get(chunk) : CARRIERS[id]?.(bytes, span, littleEndian);
    if (!carried) return [];
    const isSame = carried.length === bytes.length && carried.every((byte, index) => byte === bytes[index]);
    return isSame ? chunk : metadataChunk(id, carried, littleEndian);
  });
}
