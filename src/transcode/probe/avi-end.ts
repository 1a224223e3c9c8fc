import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { MediaWarning } from "../media.ts";
import { lackingBytes } from "./early-end.ts";

/** What stands before a part of an AVI: `RIFF`, and how many bytes follow. */
const PART_HEAD = 8;

/** They are a gigabyte long each. */
const MOST_PARTS = 10_000;

/** What writers put for a size that they do not know, or cannot go back to. */
const UNKNOWN_SIZES = [0, 0xffff_ffff];

/**
 * What to tell of an AVI that ends before a part at its top does, of which large ones have several (Microsoft's "AVI RIFF File
 * Reference"; OpenDML, "AVI File Format Extensions"): ffmpeg reckons how long it is by how much of it is there.
 *
 * @throws what the source and the signal throw
 */
export async function aviEarlyEnd(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<MediaWarning | undefined> {
  const head = new Uint8Array(PART_HEAD);
  let end = 0;
  for (let part = 0; part < MOST_PARTS && end + PART_HEAD <= source.size; part++) {
    await readFully(source, end, head, signal);
    const size = new DataView(head.buffer).getUint32(4, true);
    // Behind the last one, anything may stand.
    if (String.fromCharCode(...head.subarray(0, 4)) !== "RIFF" || UNKNOWN_SIZES.includes(size)) break;
    end += PART_HEAD + size;
    // The byte that fills an odd size up may be missing where nothing follows.
    if (end < source.size) end += size % 2;
  }
  return lackingBytes(end, source.size);
}
