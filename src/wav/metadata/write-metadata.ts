import { badMetadata } from "./bad-metadata.ts";
import { encodingOption } from "./encoding-option.ts";
import { checkMetadata, KINDS, kindNames, type MetadataKind } from "./kinds.ts";
import type { TypedMetadata, WavMetadata } from "./metadata.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";
import { MOST_TYPED_BYTES } from "./read-metadata.ts";
import type { TextEncoding } from "./text.ts";

/** How metadata is written. */
export interface WriteMetadataOptions {
  /** What texts are written in; UTF-8 unless told otherwise. */
  readonly encoding?: TextEncoding;
  /** Whether it is for a RIFX file. */
  readonly bigEndian?: boolean;
}

/**
 * The chunks that hold some metadata, for a new file or for the function that `clipWav` and `joinWavs` take.
 *
 * @throws LongwaveError `wav/bad-metadata` for a value that its chunk has no room for, `wav/bad-text` for a character that
 *   the encoding does not have, `options/invalid` for an encoding or a name that is not known
 */
export function writeMetadata(
  metadata: WavMetadata,
  options: WriteMetadataOptions = {},
): readonly MetadataChunk[] {
  checkMetadata(metadata);
  return [
    ...kindNames().flatMap((name) => writeKind(name, metadata[name], options)),
    ...(metadata.others ?? []),
  ];
}

/** The chunks of one kind; none without a value. */
export function writeKind(
  name: keyof TypedMetadata,
  value: unknown,
  options: WriteMetadataOptions,
): readonly MetadataChunk[] {
  const encoding = encodingOption(options.encoding);
  if (value === undefined) return [];
  const { bigEndian = false } = options;
  // The table has a kind and a value of one type under each name, which the compiler cannot follow.
  const kind = KINDS[name] as MetadataKind<unknown>;
  const chunks = kind.write(value, { encoding, littleEndian: !bigEndian });
  const large = chunks.find(({ body }) => body.size > MOST_TYPED_BYTES);
  if (large) {
    const message = `the ${JSON.stringify(large.id)} chunk would have ${large.body.size} bytes; expected at most ${MOST_TYPED_BYTES}, which is what is read`;
    throw badMetadata(message, large.body.size, MOST_TYPED_BYTES);
  }
  return chunks;
}
