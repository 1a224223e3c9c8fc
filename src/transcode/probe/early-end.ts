import type { MediaStream, MediaWarning } from "../media.ts";
import type { DeclaredFrames } from "./declared-length.ts";
import type { Mp3Header } from "./mp3-header.ts";
import { packetFrames } from "./packet-frames.ts";

/** What is told of a file that ends before it says so. */
export const EARLY_END = "media/shorter-than-declared";

/** Seconds that a declared duration may be too long by, where it is not kept to the frame. */
export const TIME_TOLERANCE = 0.1;

/** Frames of the largest packet among the encodings whose packets differ: FLAC's usual block. */
const USUAL_PACKET = 4096;

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
  const tolerance = declared.exact ? packet : Math.max(packet, Math.ceil(TIME_TOLERANCE * sampleRate));
  const missing = declared.frames - decoded;
  if (missing <= tolerance) return undefined;
  const [wanted, got] = [declared.frames, decoded].map((frames) => (frames / sampleRate).toFixed(3));
  return {
    code: EARLY_END,
    message: `the file declares ${wanted} s of sound and has ${got} s (${missing} frames less)`,
  };
}

/** Whether the container counts the very frames that the decoder gives: PCM and the lossless codecs. */
function isWhole({ codec }: MediaStream): boolean {
  return codec.startsWith("pcm_") || ["flac", "alac", "wavpack", "tta", "ape"].includes(codec);
}

/** What to tell of a file that by its own word goes on to the byte `end`. */
export function lackingBytes(end: number, size: number): MediaWarning | undefined {
  return end > size
    ? { code: EARLY_END, message: `the file declares ${end} bytes and has ${size}` }
    : undefined;
}

/** What to tell of an mp3 that has fewer bytes than its header says; its decoder notices nothing. */
export function mp3EarlyEnd(header: Mp3Header, size: number): MediaWarning | undefined {
  if (header.trust !== "truncated") return undefined;
  const declared = header.info?.bytes ?? 0;
  return {
    code: EARLY_END,
    message: `the file declares ${declared} bytes of sound and has ${size - header.offset}`,
  };
}
