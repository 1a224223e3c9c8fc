import type { ByteSource } from "../../stream/byte-source.ts";
import { clipWav } from "../clip-wav.ts";
import { metadataOf, type ReadMetadataOptions, readKinds } from "../metadata/read-metadata.ts";
import { writeMetadata } from "../metadata/write-metadata.ts";
import type { Wav } from "../wav.ts";
import type { ChangeMetadata } from "./metadata-change.ts";

/**
 * The whole recording with other metadata, as a new WAV file in the same container. Nothing is decoded, and its audio is
 * read only when somebody asks. Use `editWav` to change a file in place.
 *
 * @throws LongwaveError `wav/bad-metadata`, `wav/bad-text`; what the source throws
 */
export async function withMetadata(
  wav: Wav,
  change: ChangeMetadata,
  options: ReadMetadataOptions = {},
): Promise<ByteSource> {
  const { encoding = "auto" } = options;
  const before = metadataOf(wav, await readKinds(wav, options));
  const chunks = writeMetadata(await change(before), {
    encoding,
    bigEndian: wav.format.bigEndian ?? false,
  });
  return clipWav(wav, 0, wav.frames, { metadata: () => chunks, container: wav.container });
}
