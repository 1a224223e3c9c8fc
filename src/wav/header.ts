import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { joinBytes } from "../stream/join-bytes.ts";
import { characterBytes } from "./chunk.ts";
import { chunkHeader, paddingOf } from "./chunk-header.ts";
import { checkNumbers, hasNameFor } from "./chunk-name.ts";
import {
  CONTAINERS,
  type Container,
  type ContainerName,
  W64_CHUNK_TAIL,
  W64_RIFF_GUID,
} from "./container.ts";
import { DS64_BYTES, DS64_ENTRY_BYTES, ds64Body, SIZE_IN_DS64 } from "./ds64.ts";
import type { WavFormat } from "./format.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";
import { writeFormat } from "./write-format.ts";

/** A RIFF file may not be this long; its sizes have 32 bits. From here on a file is an RF64. */
export const SIZES_END: number = 2 ** 32;

/** What a file is to hold. */
export interface FileContents {
  readonly format: WavFormat;
  readonly frames: number;
  /** Bytes of the audio. */
  readonly dataBytes: number;
  /** What stands before the audio beside the format; nothing unless told otherwise. */
  readonly metadata?: readonly MetadataChunk[];
  /**
   * RIFF, or RIFX for big-endian samples, unless told otherwise. A RIFF that comes to 4 GiB or more becomes an RF64.
   */
  readonly container?: ContainerName | undefined;
  /** Keeps room in a RIFF header, so that it can become an RF64 header in place (EBU Tech 3306, section 4). */
  readonly reserveDs64?: boolean;
}

/** A piece of a header: bytes, or a body that nobody has read yet. */
export type HeaderPart = Uint8Array<ArrayBufferLike> | ByteSource;

/** Everything of a file but its audio. */
export interface WavHeader {
  /** What stands before the audio, in order. */
  readonly parts: readonly HeaderPart[];
  /** Bytes that follow the audio, all zero, so that the file ends where chunks may. */
  readonly padding: number;
}

/**
 * The header of a file.
 *
 * @throws LongwaveError `wav/bad-container`; `wav/bad-metadata` for a chunk without a name that can be written;
 *   `wav/too-large` for a RIFX of 4 GiB or more
 */
export function wavHeader(contents: FileContents): WavHeader {
  const { format, container = format.bigEndian ? "RIFX" : "RIFF" } = contents;
  checkByteOrder(format, container);
  const header = layOut(CONTAINERS[container], contents);
  if (header.fileBytes < SIZES_END || (container !== "RIFF" && container !== "RIFX")) return header;
  if (container === "RIFF") return layOut(CONTAINERS.RF64, contents);
  throw new LongwaveError(
    "wav/too-large",
    `a RIFX file has sizes of 32 bits; expected less than ${SIZES_END} bytes in all, got ${header.fileBytes}`,
    { actual: header.fileBytes, expected: SIZES_END },
  );
}

/** The header of a file whose length nobody knows yet and nobody will be able to fill in: a stream. */
export function streamHeader(contents: Omit<FileContents, "frames" | "dataBytes">): WavHeader {
  const { format, container = format.bigEndian ? "RIFX" : "RIFF" } = contents;
  checkByteOrder(format, container);
  if (container !== "RIFF" && container !== "RIFX") {
    throw new LongwaveError(
      "wav/bad-container",
      `the sizes of ${container} have to be filled in at the end, which a stream cannot; expected "RIFF"`,
      { actual: container, expected: "RIFF" },
    );
  }
  return layOut(CONTAINERS[container], { ...contents, frames: 0, dataBytes: undefined });
}

/** Samples are written in the byte order of the container's numbers. */
function checkByteOrder(format: WavFormat, container: ContainerName): void {
  const isKnown = Object.hasOwn(CONTAINERS, container);
  if (isKnown && CONTAINERS[container].littleEndian !== (format.bigEndian === true)) return;
  const expected = format.bigEndian ? '"RIFX" for big-endian samples' : '"RIFF", "RF64", "BW64" or "W64"';
  const message = `expected the container ${expected}, got ${String(container)}`;
  throw new LongwaveError("wav/bad-container", message, { actual: container });
}

type Contents = Omit<FileContents, "dataBytes"> & { readonly dataBytes: number | undefined };

function layOut(
  container: Container,
  { format, frames, dataBytes, metadata: given = [], reserveDs64 = false }: Contents,
): WavHeader & { readonly fileBytes: number } {
  const metadata = given.filter(({ id }) => hasNameFor(container, id));
  for (const chunk of metadata) checkNumbers(container, chunk);
  const { hasDs64, headBytes, chunkHeaderBytes } = container;
  const known = dataBytes ?? 0;
  const large = metadata.filter(({ body }) => body.size >= SIZE_IN_DS64 && hasDs64);
  const formatBody = writeFormat(format);
  // Required wherever the encoding is not PCM (Multimedia Programming Interface and Data Specifications 1.0, "fact").
  const fact = format.encoding === "pcm" ? undefined : factBody(container, frames);
  const chunkBytes = (size: number) => chunkHeaderBytes + size + paddingOf(container, size);
  // What can become an RF64 in place; a stream never will.
  const reserves = reserveDs64 && container.name === "RIFF" && dataBytes !== undefined;
  const leadingBytes = hasDs64 || reserves ? DS64_BYTES + large.length * DS64_ENTRY_BYTES : undefined;

  const beforeAudio =
    headBytes +
    (leadingBytes === undefined ? 0 : chunkBytes(leadingBytes)) +
    chunkBytes(formatBody.length) +
    (fact ? chunkBytes(fact.length) : 0) +
    metadata.reduce((sum, { body }) => sum + chunkBytes(body.size), 0) +
    chunkHeaderBytes;
  const padding = paddingOf(container, known);
  const fileBytes = beforeAudio + known + padding;

  const parts: HeaderPart[] = [
    fileHead(container, hasDs64 || dataBytes === undefined ? undefined : fileBytes),
  ];
  const add = (id: string, body: HeaderPart, size = byteLength(body)) => {
    parts.push(chunkHeader(container, id, hasDs64 && size >= SIZE_IN_DS64 ? undefined : size), body);
    if (paddingOf(container, size) > 0) parts.push(new Uint8Array(paddingOf(container, size)));
  };
  if (hasDs64) {
    const table = large.map(({ id, body }) => ({ id, size: body.size }));
    add("ds64", ds64Body({ riffSize: fileBytes - 8, dataSize: known, sampleCount: frames, table }));
  } else if (leadingBytes !== undefined) {
    add("JUNK", new Uint8Array(leadingBytes));
  }
  add("fmt ", formatBody);
  if (fact) add("fact", fact);
  for (const { id, body, bytes } of metadata) add(id, bytes ?? body);
  parts.push(chunkHeader(container, "data", hasDs64 ? undefined : dataBytes));
  return { parts: joinNeighbours(parts), padding, fileBytes };
}

/** What a file begins with; without a size it says that the size stands elsewhere or nowhere. */
export function fileHead(container: Container, fileBytes: number | undefined): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(container.headBytes);
  if (container.name === "W64") {
    bytes.set(characterBytes(`${W64_RIFF_GUID}\0\0\0\0\0\0\0\0wave${W64_CHUNK_TAIL}`));
    new DataView(bytes.buffer).setBigUint64(16, BigInt(fileBytes ?? 0), true);
  } else {
    bytes.set(chunkHeader(container, container.name, fileBytes === undefined ? undefined : fileBytes - 8));
    bytes.set(characterBytes("WAVE"), 8);
  }
  return bytes;
}

/** The number of frames, in 64 bits where the container's sizes have as many. */
export function factBody(container: Container, frames: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(container.name === "W64" ? 8 : 4);
  const view = new DataView(bytes.buffer);
  if (container.name === "W64") view.setBigUint64(0, BigInt(frames), true);
  else view.setUint32(0, Math.min(frames, SIZE_IN_DS64), container.littleEndian);
  return bytes;
}

function byteLength(part: HeaderPart): number {
  return part instanceof Uint8Array ? part.length : part.size;
}

/** Neighbouring bytes as one piece: every piece is a read, or a write, of its own. */
function joinNeighbours(parts: readonly HeaderPart[]): HeaderPart[] {
  const joined: HeaderPart[] = [];
  let run: Uint8Array[] = [];
  const flush = () => {
    if (run.length > 0) joined.push(joinBytes(run));
    run = [];
  };
  for (const part of parts) {
    if (part instanceof Uint8Array) run.push(part);
    else {
      flush();
      joined.push(part);
    }
  }
  flush();
  return joined;
}
