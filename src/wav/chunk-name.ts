import { isChunkId, isOfTheAudio } from "./chunk.ts";
import { isGuid } from "./chunk-header.ts";
import type { Container } from "./container.ts";
import { badMetadata } from "./metadata/bad-metadata.ts";

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
