import { LongwaveError } from "../../stream/error.ts";
import { hasNameFor } from "../chunk-name.ts";
import { CONTAINERS, type ContainerName } from "../container.ts";
import { badMetadata } from "../metadata/bad-metadata.ts";
import { checkMetadata, KINDS, kindNames } from "../metadata/kinds.ts";
import type { TypedMetadata, WavMetadata } from "../metadata/metadata.ts";
import type { MetadataChunk } from "../metadata/metadata-chunk.ts";
import type { ReadKind } from "../metadata/read-metadata.ts";
import type { TextEncoding } from "../metadata/text.ts";
import { type WriteMetadataOptions, writeKind } from "../metadata/write-metadata.ts";

/** What becomes of a recording's metadata. It gets what there is and gives what there is to be. */
export type ChangeMetadata = (metadata: WavMetadata) => WavMetadata | Promise<WavMetadata>;

/** The chunks that a change takes away and those that it adds. */
export interface ChunkChange {
  readonly removed: readonly MetadataChunk[];
  readonly added: readonly MetadataChunk[];
}

/** The file whose metadata changes, and what its texts are written in. */
export interface ChangeOptions {
  readonly encoding: TextEncoding;
  readonly container: ContainerName;
}

/**
 * Finds the chunks that differ, by the values that they hold.
 *
 * @throws LongwaveError `wav/bad-metadata`, `wav/bad-text`
 */
export function chunkChange(
  kinds: readonly ReadKind[],
  before: WavMetadata,
  after: WavMetadata,
  { encoding, container: containerName }: ChangeOptions,
): ChunkChange {
  checkMetadata(after);
  const container = CONTAINERS[containerName];
  const options = { encoding, bigEndian: !container.littleEndian };
  const names = kindNames().filter((name) => !isSame(before[name], after[name]));
  const replaced = kinds.filter(({ name }) => names.includes(name));
  const written = names.flatMap((name) => {
    const old = replaced.find((kind) => kind.name === name);
    return rewriteKind(name, after[name], old, options);
  });
  // Of several chunks of a kind the first one counts: the others have to come behind the new one.
  const isMoved = (chunk: MetadataChunk) =>
    names.some((name) => after[name] !== undefined && KINDS[name].owns(chunk));
  const others = new Set(after.others);
  const staying = new Set((before.others ?? []).filter((chunk) => others.has(chunk) && !isMoved(chunk)));
  const added = [...others].filter((chunk) => !staying.has(chunk));
  const nameless = added.find(({ id }) => !hasNameFor(container, id));
  if (nameless) {
    const message = `a ${containerName} file has no name for the chunk ${nameless.id}, expected four characters`;
    throw badMetadata(message, nameless.id, "four characters");
  }
  return {
    removed: [
      ...(before.others ?? []).filter((chunk) => !staying.has(chunk)),
      ...replaced.flatMap(({ chunks }) => chunks),
    ],
    added: [...written, ...added],
  };
}

/**
 * The chunks of a changed value. Texts without a declared encoding are written in the one that they are in, if the new
 * ones have room in it: what the change leaves as it was is not encoded anew.
 */
function rewriteKind(
  name: keyof TypedMetadata,
  value: unknown,
  old: ReadKind | undefined,
  options: WriteMetadataOptions,
): readonly MetadataChunk[] {
  if (old && (options.encoding ?? "auto") === "auto" && isWindowsText(name, old, options)) {
    try {
      return writeKind(name, value, { ...options, encoding: "windows-1252" });
    } catch (error) {
      if (!(error instanceof LongwaveError) || error.code !== "wav/bad-text") throw error;
    }
  }
  return writeKind(name, value, options);
}

/** Whether a value gives the bytes that it was read out of in Windows-1252, and not in UTF-8. */
function isWindowsText(
  name: keyof TypedMetadata,
  { value, chunks }: ReadKind,
  options: WriteMetadataOptions,
): boolean {
  const isWrittenIn = (encoding: TextEncoding) => {
    try {
      return isSame(
        writeKind(name, value, { ...options, encoding }).map(({ bytes }) => bytes),
        chunks.map(({ bytes }) => bytes),
      );
    } catch {
      return false;
    }
  };
  return !isWrittenIn("utf-8") && isWrittenIn("windows-1252");
}

/** Whether two values, which are plain data, say the same. */
function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (one instanceof Uint8Array && other instanceof Uint8Array) {
    return one.length === other.length && one.every((byte, index) => byte === other[index]);
  }
  if (!isRecord(one) || !isRecord(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  // A property that is missing and one that is undefined are the same.
  return Object.keys({ ...one, ...other }).every((name) => isSame(one[name], other[name]));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
