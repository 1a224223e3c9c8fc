import type { ByteSource } from "../../stream/byte-source.ts";
import { clipWav } from "../clip-wav.ts";
import { metadataOf, type ReadMetadataOptions, readKinds } from "../metadata/read-metadata.ts";
import type { Wav } from "../wav.ts";
import { type ChangeMetadata, chunkChange } from "./metadata-change.ts";

/**
 * The whole recording with other metadata, as a new WAV file in the same container. Chunks that the change leaves as they
 * are keep their bytes. Nothing is decoded, and the audio is read only when somebody asks. Use `editWav` to change a
 * file in place.
 *
 * What is neither frames nor metadata is left out: a second data chunk, bytes behind the last chunk or between chunks, a
 * last frame that is not whole. `wav.warnings` tells of these.
 *
 * @throws LongwaveError `wav/bad-metadata`, `wav/bad-text`, `options/invalid`; what the source throws
 */
export async function withMetadata(
  wav: Wav,
  change: ChangeMetadata,
  options: ReadMetadataOptions = {},
): Promise<ByteSource> {
  const { encoding = "auto" } = options;
  const { container } = wav;
  const kinds = await readKinds(wav, options);
  const before = metadataOf(wav, kinds);
  const { removed, added } = chunkChange(kinds, before, await change(before), { encoding, container });
  const staying = wav.metadata.filter((chunk) => !removed.includes(chunk));
  return clipWav(wav, 0, wav.frames, { metadata: () => [...staying, ...added], container });
}
