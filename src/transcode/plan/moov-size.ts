import type { Chapter, CoverPicture, MediaTags } from "../media.ts";
import type { SoundShape } from "./encoded-sound.ts";

/** What the index of an MPEG-4 file will speak of. */
export interface MoovContents extends SoundShape {
  readonly seconds: number;
  /** Whether `seconds` is no guess. */
  readonly exact: boolean;
  readonly codec: "aac" | "alac";
  /** Whether packets of another file are copied, and whether the times in it may be uneven. */
  readonly copied: "no" | "even" | "uneven";
  readonly tags: MediaTags;
  readonly chapters: readonly Chapter[];
  readonly cover: CoverPicture | undefined;
}

/** Headers of the file, the tracks and their tables; the muxer's come to less than 3 KiB. */
const FIXED_BYTES = 16_384;
/**
 * Frames of a packet: what our encoders make, and the fewest that others do (ISO/IEC 14496-3, section 4.5.1.1).
 */
const PACKET_FRAMES = { aac: 1024, alac: 4096 };
const LEAST_PACKET_FRAMES = { aac: 960, alac: 4096 };
/**
 * A packet has a size (ISO/IEC 14496-12, section 8.7.3.2) and, where durations are uneven, one of those too
 * (8.6.1.2).
 */
const SIZE_BYTES = 4;
const DURATION_BYTES = 8;
/** Packets lie together in chunks of up to 1 MiB, with a 64-bit place each (8.7.5) and their number (8.7.4). */
const CHUNK_BYTES = 20;
const CHUNK_CONTENT = 2 ** 19;
/**
 * A chapter: size, duration and chunk of its text, and the head of its entry in Nero's list, which has 255
 * bytes of title.
 */
const CHAPTER_BYTES = SIZE_BYTES + DURATION_BYTES + CHUNK_BYTES + 9;
const MOST_TITLE_BYTES = 255;
/** A tag is up to three boxes within each other with a name beside its text. */
const TAG_BYTES = 96;
const COVER_BYTES = 64;
/** How much longer a recording may turn out to be than is known before. */
const EXACT_MARGIN = 1.1;
const GUESS_MARGIN = 1.9;

/**
 * Bytes to keep free at the front of an MPEG-4 file for its index (`-moov_size`): never too few, as the muxer
 * then fails at the end, unless the recording is longer than thought by more than 90 % (10 % where its length
 * is exact).
 */
export function moovSize(contents: MoovContents): number {
  const { seconds, sampleRate, channels, codec, copied, exact, tags, chapters, cover } = contents;
  const frames = seconds * sampleRate;
  const packets = Math.ceil(frames / (copied === "no" ? PACKET_FRAMES : LEAST_PACKET_FRAMES)[codec]) + 2;
  const packetBytes = SIZE_BYTES + (copied === "uneven" ? DURATION_BYTES : 0);
  const bytesOfFrame = codec === "alac" ? 4 * channels : channels;
  const chunks = Math.ceil((frames * bytesOfFrame) / CHUNK_CONTENT) + 2;
  const sound = packets * packetBytes + chunks * CHUNK_BYTES;
  const parts = chapters.map(({ title }) => CHAPTER_BYTES + Math.min(utf8Bytes(title), MOST_TITLE_BYTES));
  const texts = Object.entries(tags).map(([name, value]) => TAG_BYTES + utf8Bytes(name) + utf8Bytes(value));
  const picture = cover ? COVER_BYTES + cover.bytes.length : 0;
  const rest = sum(parts) + sum(texts) + picture + FIXED_BYTES;
  return Math.ceil(sound * (exact ? EXACT_MARGIN : GUESS_MARGIN)) + rest;
}

function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
