import { type ByteSource, readFully } from "../../stream/byte-source.ts";
import type { MediaStream, MediaWarning } from "../media.ts";
import { bitField } from "./bit-field.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import type { Mp3Header } from "./mp3-header.ts";
import { packetFrames } from "./packet-frames.ts";

const CODE = "media/shorter-than-declared";

/** Seconds that a declared duration may be too long by, where it is not kept to the frame. */
const TOLERANCE = 0.1;

/** Frames of the largest packet among the encodings whose packets differ: FLAC's usual block. */
const USUAL_PACKET = 4096;

/** A page of Ogg is at most 65,307 bytes long (RFC 3533 §6). */
const LARGEST_PAGE = 65_307;

const PAGE_HEADER = 27;

/** What stands before a chunk of RIFF: its identifier, and its size. */
const CHUNK_HEAD = 8;

/**
 * Whether less was decoded than the container says.
 *
 * One packet may be missing: muxers differ in whether they count the last one whole, and what it was filled up
 * with. Where the time is not kept to the frame, 0.1 s may be: Matroska counts Opus' pre-skip and all of its
 * last packet, 6.5 and up to 60 ms, and rounds. A truncated file lacks more than that, or nothing that one
 * would hear.
 *
 * @param declared of `declaredFrames`
 * @param decoded frames that came out
 * @returns the warning; `undefined` where nothing is missing, or where only the length of a film is declared
 */
export function shorterThanDeclared(
  declared: DeclaredFrames,
  decoded: number,
  audio: MediaStream,
): MediaWarning | undefined {
  if (declared.of === "file") return undefined;
  const sampleRate = audio.sampleRate ?? 1;
  const packet = packetFrames(audio) ?? (declared.exact && isWhole(audio) ? 0 : USUAL_PACKET);
  const tolerance = declared.exact ? packet : Math.max(packet, Math.ceil(TOLERANCE * sampleRate));
  const missing = declared.frames - decoded;
  if (missing <= tolerance) return undefined;
  const [wanted, got] = [declared.frames, decoded].map((frames) => (frames / sampleRate).toFixed(3));
  return {
    code: CODE,
    message: `the file declares ${wanted} s of sound and has ${got} s (${missing} frames less)`,
  };
}

/** Whether the container counts the very frames that the decoder gives: PCM and the lossless codecs. */
function isWhole({ codec }: MediaStream): boolean {
  return codec.startsWith("pcm_") || ["flac", "alac", "wavpack", "tta", "ape"].includes(codec);
}

/** What to tell of an mp3 that has fewer bytes than its header says; its decoder notices nothing. */
export function mp3EarlyEnd(header: Mp3Header, size: number): MediaWarning | undefined {
  if (header.trust !== "truncated") return undefined;
  const declared = header.info?.bytes ?? 0;
  return {
    code: CODE,
    message: `the file declares ${declared} bytes of sound and has ${size - header.offset}`,
  };
}

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
  return message === undefined ? undefined : { code: CODE, message };
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

/**
 * What to tell of an AVI that ends before a part at its top does, of which large ones have several (Microsoft's "AVI RIFF File
 * Reference"; OpenDML, "AVI File Format Extensions"): ffmpeg reckons how long it is by how much of it is there.
 */
export async function aviEarlyEnd(
  source: ByteSource,
  signal?: AbortSignal,
): Promise<MediaWarning | undefined> {
  const head = new Uint8Array(CHUNK_HEAD);
  let end = 0;
  while (end + CHUNK_HEAD <= source.size) {
    await readFully(source, end, head, signal);
    // Behind the last one, anything may stand.
    if (String.fromCharCode(...head.subarray(0, 4)) !== "RIFF") break;
    end += CHUNK_HEAD + new DataView(head.buffer).getUint32(4, true);
  }
  if (end <= source.size) return undefined;
  return { code: CODE, message: `the file declares ${end} bytes and has ${source.size}` };
}
