import { joinBytes } from "../../stream/join-bytes.ts";
import { writeId3 } from "../../wav/metadata/id3.ts";
import type { Id3Frame } from "../../wav/metadata/id3-frame.ts";
import type { Chapter, CoverPicture, MediaTags } from "../media.ts";
import { FRONT_COVER } from "./cover-comment.ts";

/** The frames of what has one of its own (ID3v2.4.0 frames, section 4.2), by ffmpeg's names. */
const FRAME_IDS: Readonly<Record<string, string>> = {
  album: "TALB",
  album_artist: "TPE2",
  artist: "TPE1",
  composer: "TCOM",
  copyright: "TCOP",
  date: "TDRC",
  disc: "TPOS",
  encoded_by: "TENC",
  genre: "TCON",
  language: "TLAN",
  performer: "TPE3",
  publisher: "TPUB",
  title: "TIT2",
  track: "TRCK",
};

const HEAD_BYTES = 10;
/** "Not said": times are in milliseconds (ID3v2 chapter frame addendum, section 3.1). */
const NO_OFFSET = 0xffffffff;
/** Top level, in order (the same, section 3.2). */
const ORDERED_TOP_LEVEL = 3;
const MOST_ENTRIES = 255;

/**
 * An ID3v2.4 tag, as ffmpeg writes it. ffmpeg goes back to the front of a tag to write its size, so that it
 * loses one with a cover where going back is impossible.
 */
export function id3Tag(
  tags: MediaTags,
  chapters: readonly Chapter[],
  cover: CoverPicture | undefined,
): Uint8Array<ArrayBuffer> {
  const frames = [
    ...Object.entries(tags).map(([name, value]) => textFrame(name, value)),
    ...contentsFrames(chapters),
    ...chapters.map(chapterFrame),
    ...(cover ? [pictureFrame(cover)] : []),
  ];
  return frames.length === 0 ? new Uint8Array(0) : writeId3({ version: 4, frames });
}

function textFrame(name: string, value: string): Id3Frame {
  const id = FRAME_IDS[name];
  if (id !== undefined) return { id, kind: "text", values: [value] };
  return { id: "TXXX", kind: "text", description: name, values: [value] };
}

/** The table of contents has room for 255; the chapters themselves are in order without it. */
function contentsFrames(chapters: readonly Chapter[]): Id3Frame[] {
  if (chapters.length === 0 || chapters.length > MOST_ENTRIES) return [];
  const head = [...text("toc"), ORDERED_TOP_LEVEL, chapters.length];
  const bytes = Uint8Array.from([...head, ...chapters.flatMap((_, index) => text(`ch${index}`))]);
  return [{ id: "CTOC", kind: "raw", bytes }];
}

function chapterFrame({ start, end, title }: Chapter, index: number): Id3Frame {
  const times = new Uint8Array(16);
  const view = new DataView(times.buffer);
  view.setUint32(0, Math.round(start * 1000));
  view.setUint32(4, Math.round(end * 1000));
  view.setUint32(8, NO_OFFSET);
  view.setUint32(12, NO_OFFSET);
  const titleFrame = writeId3({ version: 4, frames: [textFrame("title", title)] }).subarray(HEAD_BYTES);
  const name = Uint8Array.from(text(`ch${index}`));
  return { id: "CHAP", kind: "raw", bytes: joinBytes([name, times, titleFrame]) };
}

/** ID3v2.4.0 frames, section 4.14. */
function pictureFrame({ mimeType, bytes }: CoverPicture): Id3Frame {
  const latin1 = 0;
  const noDescription = 0;
  const head = Uint8Array.from([latin1, ...text(mimeType), FRONT_COVER, noDescription]);
  return { id: "APIC", kind: "raw", bytes: joinBytes([head, bytes]) };
}

/** Characters of ASCII and the 0 that ends them. */
function text(characters: string): number[] {
  return [...new TextEncoder().encode(characters), 0];
}
