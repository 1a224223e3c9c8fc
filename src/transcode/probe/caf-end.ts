import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { MediaWarning } from "../media.ts";
import { lackingBytes } from "./early-end.ts";

/** `caff`, a version and flags. */
const FILE_HEAD = 8;

/** The type of a chunk, and how many bytes follow. */
const CHUNK_HEAD = 12;

/** Chunks that are looked at before the sound; usual files have five. */
const MOST_CHUNKS = 1000;

/**
 * What to tell of a Core Audio file whose sound ends before its chunk does (Apple Core Audio Format Specification 1.0, "Audio Data
 * Chunk"): ffmpeg takes what is there for all.
 *
 * @throws what the source and the signal throw
 */
export async function cafEarlyEnd(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<MediaWarning | undefined> {
  const head = new Uint8Array(CHUNK_HEAD);
  let offset = FILE_HEAD;
  for (let chunk = 0; chunk < MOST_CHUNKS && offset + CHUNK_HEAD <= source.size; chunk++) {
    await readFully(source, offset, head, signal);
    // -1 stands for up to the end, where the writer could not go back.
    const size = Number(new DataView(head.buffer).getBigInt64(4));
    if (size < 0) return undefined;
    offset += CHUNK_HEAD + size;
    if (String.fromCharCode(...head.subarray(0, 4)) === "data") break;
  }
  return lackingBytes(offset, source.size);
}
