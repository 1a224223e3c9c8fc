import { characterBytes, isChunkId, readFourCharacters } from "./chunk.ts";
import { type Container, W64_CHUNK_TAIL, W64_LIST_GUID } from "./container.ts";
import { SIZE_IN_DS64 } from "./ds64.ts";

/** What a chunk's header says. */
export interface ChunkHeader {
  /** Four characters; a GUID in Wave64 that stands for none. */
  readonly id: string;
  /** Where it begins, in bytes from the start of the file. */
  readonly offset: number;
  /** Bytes of the body, header and padding not counted; `undefined` for "see ds64", or "not known" in a stream. */
  readonly declaredSize: number | undefined;
}

/** Reads a chunk's header; `undefined` where there can be none. */
export function parseChunkHeader(
  container: Container,
  bytes: Uint8Array,
  offset: number,
): ChunkHeader | undefined {
  const { chunkHeaderBytes, littleEndian } = container;
  if (bytes.length < chunkHeaderBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (container.name === "W64") {
    // Sizes count the header. What is smaller cannot be; a recorder that was cut off leaves 0.
    const size = Number(view.getBigUint64(16, true));
    const id = readGuid(bytes);
    if (id === undefined || (size < chunkHeaderBytes && id !== "data")) return undefined;
    return { id, offset, declaredSize: Math.max(0, size - chunkHeaderBytes) };
  }
  const id = readFourCharacters(bytes, 0);
  if (!isChunkId(id)) return undefined;
  const size = view.getUint32(4, littleEndian);
  return { id, offset, declaredSize: size === SIZE_IN_DS64 ? undefined : size };
}

/**
 * A chunk's header.
 *
 * @param size bytes of the body, without padding; `undefined` for 0xFFFFFFFF
 */
export function chunkHeader(
  container: Container,
  id: string,
  size: number | undefined,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(container.chunkHeaderBytes);
  const view = new DataView(bytes.buffer);
  const isW64 = container.name === "W64";
  bytes.set(characterBytes(isW64 ? guidOf(id) : id));
  if (isW64) view.setBigUint64(16, BigInt((size ?? 0) + container.chunkHeaderBytes), true);
  else view.setUint32(4, size ?? SIZE_IN_DS64, container.littleEndian);
  return bytes;
}

/** Bytes of padding behind a body of that size. */
export function paddingOf(container: Container, size: number): number {
  return (container.alignment - (size % container.alignment)) % container.alignment;
}

/** A GUID of Wave64 as the four characters that it stands for elsewhere, or as people write GUIDs. */
function readGuid(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 16));
  if (text === W64_LIST_GUID) return "LIST";
  const letters = text.slice(0, 4);
  if (text.endsWith(W64_CHUNK_TAIL) && isChunkId(letters)) return letters;
  // Zeros are what a file has where nothing was written.
  return /^\0+$/.test(text) ? undefined : guidText(bytes);
}

/** A GUID as people write it; its first three groups are numbers, and little-endian unless told otherwise. */
export function guidText(bytes: Uint8Array, littleEndian = true): string {
  const hex = (from: number, to: number) =>
    Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0"));
  const numbers = [hex(0, 4), hex(4, 6), hex(6, 8)].map((group) => (littleEndian ? group.reverse() : group));
  return `{${[...numbers, hex(8, 10), hex(10, 16)].map((group) => group.join("")).join("-")}}`;
}

/** Whether an identifier is a GUID as people write it. */
export function isGuid(id: string): boolean {
  return /^\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i.test(id);
}

function guidOf(id: string): string {
  if (id === "LIST") return W64_LIST_GUID;
  if (id.length === 4) return id + W64_CHUNK_TAIL;
  const groups = id.slice(1, -1).split("-");
  const bytes = groups.map((group) => group.match(/../g) ?? []);
  const ordered = bytes.flatMap((group, index) => (index < 3 ? group.toReversed() : group));
  return String.fromCharCode(...ordered.map((byte) => Number.parseInt(byte, 16)));
}
