import { type Cues, readCues, writeCues } from "../../src/wav/metadata/cues.ts";
import { type MetadataChunk, metadataChunk } from "../../src/wav/metadata/metadata-chunk.ts";
import { bodyContext } from "./metadata-body.ts";

/** Cue points as the chunks of a file. */
export function cueChunks(cues: Cues, littleEndian = true): MetadataChunk[] {
  const { cue, adtl } = writeCues(cues, { littleEndian, encoding: "auto" });
  return [metadataChunk("cue ", cue), ...(adtl ? [metadataChunk("LIST", adtl)] : [])];
}

/** The cue points in the chunks of a file, which are in memory. */
export function cuesOf(chunks: readonly MetadataChunk[], littleEndian = true): Cues | undefined {
  const bodies = (wanted: string) =>
    chunks
      .filter(({ id, listType }) => (listType ?? id) === wanted)
      .map(({ bytes }) => ({ body: bytes ?? new Uint8Array(0), offset: 0 }));
  return readCues(bodies("cue "), bodies("adtl"), bodyContext({ littleEndian }));
}
