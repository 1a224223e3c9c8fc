import { readFully } from "../../stream/byte-source.ts";
import type { WavFormat } from "../format.ts";
import { type WavWarning, warningCollector } from "../warning.ts";
import { encodingOption } from "./encoding-option.ts";
import { KINDS, type LoadedChunk } from "./kinds.ts";
import type { TypedMetadata, WavMetadata } from "./metadata.ts";
import type { MetadataChunk } from "./metadata-chunk.ts";
import type { TextEncoding } from "./text.ts";

/** How metadata is read. */
export interface ReadMetadataOptions {
  /** What texts are in that do not say so themselves; UTF-8 or else Windows-1252 (`"auto"`) unless told otherwise. */
  readonly encoding?: TextEncoding;
  /** Turns every oddity into an error. */
  readonly strict?: boolean;
  /** Told of oddities (`wav/bad-metadata`), of which chunks the values are out of in spite of them. */
  readonly onWarning?: (warning: WavWarning) => void;
  /** Ends reading, with its reason as the error. */
  readonly signal?: AbortSignal;
}

/** A recording, or anything else that has chunks of metadata. */
export interface MetadataHolder {
  /** In the order of the file. */
  readonly metadata: readonly MetadataChunk[];
  /** Numbers are big-endian in RIFX files; little-endian unless told otherwise. */
  readonly format: Pick<WavFormat, "bigEndian">;
}

/** Chunks of more bytes than this stay as they are. */
export const MOST_TYPED_BYTES: number = 16 * 1024 * 1024;

/** A kind of metadata and the chunks that a value was read out of. */
export interface ReadKind {
  readonly name: keyof TypedMetadata;
  readonly value: unknown;
  readonly chunks: readonly MetadataChunk[];
}

/**
 * Reads the metadata of a recording. Malformed chunks are read as far as they go, or left as they are in `others`: only
 * `strict` makes an error of them.
 *
 * @throws LongwaveError `wav/bad-metadata` where `strict` is set, `options/invalid` for an encoding that is not known; what
 *   the source throws
 */
export async function readMetadata(
  wav: MetadataHolder,
  options: ReadMetadataOptions = {},
): Promise<WavMetadata> {
  return metadataOf(wav, await readKinds(wav, options));
}

/** The kinds that a recording has, each with its chunks. */
export async function readKinds(
  { metadata, format }: MetadataHolder,
  options: ReadMetadataOptions,
): Promise<readonly ReadKind[]> {
  const { strict = false, onWarning, signal } = options;
  const warnings: WavWarning[] = [];
  const context = {
    littleEndian: !format.bigEndian,
    encoding: encodingOption(options.encoding),
    warn: warningCollector(warnings, strict),
  };
  const found: ReadKind[] = [];
  for (const [name, kind] of Object.entries(KINDS)) {
    const owned = metadata.filter((chunk) => kind.owns(chunk) && chunk.body.size <= MOST_TYPED_BYTES);
    for (const chunks of kind.isTogether ? [owned] : owned.map((chunk) => [chunk])) {
      if (chunks.length === 0) continue;
      const loaded = await Promise.all(chunks.map((chunk) => load(chunk, signal)));
      const value = kind.read(loaded, context);
      if (value === undefined) continue;
      // Of several, one of which nothing can be read has no part in the value.
      const isRead = (chunk: LoadedChunk) => kind.read([chunk], { ...context, warn: () => {} }) !== undefined;
      const read = loaded.length > 1 ? loaded.filter(isRead) : loaded;
      found.push({ name: name as keyof TypedMetadata, value, chunks: read.map(({ chunk }) => chunk) });
      break;
    }
  }
  for (const warning of warnings) onWarning?.(warning);
  return found;
}

/** The metadata that the kinds make up, with what they leave over. */
export function metadataOf({ metadata }: MetadataHolder, kinds: readonly ReadKind[]): WavMetadata {
  const understood = new Set(kinds.flatMap(({ chunks }) => chunks));
  const others = metadata.filter((chunk) => !understood.has(chunk));
  return {
    ...Object.fromEntries(kinds.map(({ name, value }) => [name, value])),
    ...(others.length > 0 && { others }),
  };
}

async function load(chunk: MetadataChunk, signal: AbortSignal | undefined): Promise<LoadedChunk> {
  const offset = chunk.found?.bodyOffset ?? 0;
  if (chunk.bytes) return { chunk, offset, body: chunk.bytes };
  const body = new Uint8Array(chunk.body.size);
  await readFully(chunk.body, 0, body, signal);
  return { chunk, offset, body };
}
