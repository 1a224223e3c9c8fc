import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { MediaWarning } from "../media.ts";
import { bitField } from "./bit-field.ts";
import { EARLY_END } from "./early-end.ts";

/** A page of Ogg is at most 65,307 bytes long (RFC 3533 §6). */
const LARGEST_PAGE = 65_307;

const PAGE_HEADER = 27;

/** Where the last page begins that `bytes` hold the head of. */
function lastPage(bytes: Uint8Array): number {
  for (let at = bytes.lastIndexOf(0x4f); at >= 0; at = at === 0 ? -1 : bytes.lastIndexOf(0x4f, at - 1)) {
    const isPage = bytes[at + 1] === 0x67 && bytes[at + 2] === 0x67 && bytes[at + 3] === 0x53;
    if (isPage && at + PAGE_HEADER <= bytes.length && bytes[at + 4] === 0) return at;
  }
  return -1;
}

/**
 * What to tell of an Ogg file whose last page is cut off, or is not marked as the last (RFC 3533 §6,
 * `header_type` 4): ffprobe takes the position of the last page that is there for the end, so its decoder
 * notices nothing. Reads the last 64 KiB.
 */
export async function oggEarlyEnd(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<MediaWarning | undefined> {
  const from = Math.max(0, source.size - LARGEST_PAGE - PAGE_HEADER);
  const bytes = new Uint8Array(source.size - from);
  await readFully(source, from, bytes, signal);
  const at = lastPage(bytes);
  const message =
    at < 0 ? "the file has no page of Ogg at its end" : pageFault(bytes.subarray(at), from + at);
  return message === undefined ? undefined : { code: EARLY_END, message };
}

function pageFault(page: Uint8Array, offset: number): string | undefined {
  const segments = page[26] ?? 0;
  const sizes = page.subarray(PAGE_HEADER, PAGE_HEADER + segments);
  const size = PAGE_HEADER + segments + sizes.reduce((sum, byte) => sum + byte, 0);
  if (size > page.length) {
    return `the last page of the file, at byte ${offset}, is cut off: expected ${size} bytes, got ${page.length}`;
  }
  const isEnd = bitField(page[5], 2, 1) === 1;
  return isEnd ? undefined : `the last page of the file, at byte ${offset}, is not marked as the end`;
}
