import type { WavMetadata } from "../wav/metadata/metadata.ts";
import type { MetadataChunk } from "../wav/metadata/metadata-chunk.ts";

/** Bytes are printed as such up to so many; of more, their number alone. */
const MOST_PRINTED_BYTES = 2048;

/**
 * Metadata as `--json` prints it: as `readMetadata` gives it, with times in seconds, and bytes as `{ size,
 * base64 }`.
 */
export function metadataFacts(metadata: WavMetadata, sampleRate: number): object {
  const { cues, others, ...rest } = metadata;
  const points = cues?.points.map(({ region, ...point }) => ({
    ...point,
    time: point.frame / sampleRate,
    ...(region && { region: { ...region, duration: region.frames / sampleRate } }),
  }));
  const facts = {
    ...rest,
    ...(cues && { cues: { ...cues, points } }),
    ...(others && { others: others.map(chunkFacts) }),
  };
  return plain(facts) as object;
}

function chunkFacts({ id, listType, body, bytes, found }: MetadataChunk): object {
  return {
    id,
    ...(listType !== undefined && { listType }),
    ...(found && { offset: found.offset }),
    ...(bytes ? bytesFacts(bytes) : { size: body.size }),
  };
}

function bytesFacts(bytes: Uint8Array): object {
  const { length: size } = bytes;
  return size > MOST_PRINTED_BYTES ? { size } : { size, base64: Buffer.from(bytes).toString("base64") };
}

/** The same value with facts about bytes in place of bytes. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return bytesFacts(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
}
