import { isChunkId, isOfTheAudio } from "./chunk.ts";
import { isGuid } from "./chunk-header.ts";
import type { Container } from "./container.ts";
import { badMetadata } from "./metadata/bad-metadata.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";

/**
 * Whether a container has a name for a chunk: a GUID of Wave64 that stands for no letters is none elsewhere.
 *
 * @throws LongwaveError `wav/bad-metadata` where no container has
 */
export function hasNameFor({ name }: Container, id: string): boolean {
  if (isChunkId(id) && !isOfTheAudio(id)) return true;
  if (isGuid(id)) return name === "W64";
  const expected = "four printable ASCII characters that are no part of the audio";
  throw badMetadata(`expected a chunk identifier of ${expected}, got ${JSON.stringify(id)}`, id, expected);
}

/** The chunks whose numbers have the byte order of their file; the others are texts, single bytes, or somebody's own. */
const WITH_NUMBERS: readonly string[] = ["LIST", "bext", "cart", "cue ", "smpl", "acid", "PEAK", "chna"];

/**
 * Refuses a chunk whose numbers a container would turn around.
 *
 * @throws LongwaveError `wav/bad-metadata`
 */
export function checkNumbers(container: Container, { id, littleEndian }: MetadataChunk): void {
  const isKnown = littleEndian !== undefined && WITH_NUMBERS.includes(id);
  if (!isKnown || littleEndian === container.littleEndian) return;
  const [actual, expected] = littleEndian ? ["little", "big"] : ["big", "little"];
  throw badMetadata(
    `the numbers of the chunk ${JSON.stringify(id)} are ${actual}-endian, those of a ${container.name} file ` +
      `${expected}-endian; read it with readMetadata, and write it with writeMetadata and its option bigEndian`,
    actual,
    expected,
  );
}
