import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { Chunk } from "../chunk.ts";
import type { Container } from "../container.ts";

/** A size as it stands in a file. */
export interface SizeField {
  /** Where it begins, in bytes from the start of the file. */
  readonly offset: number;
  /** Bytes of it. */
  readonly length: 4 | 8;
  readonly littleEndian: boolean;
  readonly value: number;
  /** Where what it measures would begin if it were measured from its start: the end is `origin + value`. */
  readonly origin: number;
}

/** The size of a chunk. */
export function chunkSizeField({ name, littleEndian, sizeOffset }: Container, chunk: Chunk): SizeField {
  const { bodyOffset, size } = chunk;
  const isW64 = name === "W64";
  // In Wave64 the header counts.
  const origin = isW64 ? chunk.offset : bodyOffset;
  const offset = chunk.offset + sizeOffset;
  return { offset, length: isW64 ? 8 : 4, littleEndian, value: bodyOffset + size - origin, origin };
}

/**
 * The size that a file says it has.
 *
 * @param ds64 where that has 64 bits, in RF64 and BW64
 */
export async function fileSizeField(
  source: ByteSource,
  { name, littleEndian, sizeOffset }: Container,
  ds64: Chunk | undefined,
): Promise<SizeField> {
  const isLong = name === "W64" || ds64 !== undefined;
  // The head of a file is that of a chunk.
  const offset = ds64?.bodyOffset ?? sizeOffset;
  const bytes = new Uint8Array(isLong ? 8 : 4);
  await readFully(source, offset, bytes);
  const view = new DataView(bytes.buffer);
  const value = isLong ? Number(view.getBigUint64(0, littleEndian)) : view.getUint32(0, littleEndian);
  return { offset, length: isLong ? 8 : 4, littleEndian, value, origin: name === "W64" ? 0 : 8 };
}

/** What a size field has to be for what it measures to end at `end`. */
export function sizeBytes(
  { length, littleEndian, origin }: Omit<SizeField, "value">,
  end: number,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  if (length === 8) view.setBigUint64(0, BigInt(end - origin), littleEndian);
  else view.setUint32(0, end - origin, littleEndian);
  return bytes;
}

/** Another size, which one byte makes of a size field: writing that byte is a change that happens or does not. */
export interface OneByteChange {
  readonly value: number;
  /** Where the byte stands in the file. */
  readonly offset: number;
  readonly byte: number;
}

/**
 * A size with another byte.
 *
 * @param place 0 is the byte of the least weight
 */
export function withByte(field: SizeField, place: number, byte: number): OneByteChange {
  const { offset, length, littleEndian, value } = field;
  return {
    value: value + (byte - byteOf(value, place)) * 256 ** place,
    offset: offset + (littleEndian ? place : length - 1 - place),
    byte,
  };
}

/** The byte of a number that has that place. */
export function byteOf(value: number, place: number): number {
  return Math.floor(value / 256 ** place) % 256;
}

/** All sizes that differ from a field's in one byte. */
export function oneByteChanges(field: SizeField): readonly OneByteChange[] {
  const places = Array.from({ length: field.length }, (_, place) => place);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  return places
    .flatMap((place) => bytes.map((byte) => withByte(field, place, byte)))
    .filter(({ value }) => value !== field.value && isSize(field, value));
}

/** Whether a field can say that; a 32-bit size of nothing but ones stands for "see elsewhere". */
export function isSize({ length }: SizeField, value: number): boolean {
  return value >= 0 && (length === 4 ? value < 0xffff_ffff : Number.isSafeInteger(value));
}
