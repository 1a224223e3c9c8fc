import type { Id3Tag } from "../wav/metadata/id3.ts";
import type { Id3Frame } from "../wav/metadata/id3-frame.ts";
import { bytesText } from "./quantity.ts";
import type { Field } from "./table.ts";

/**
 * What the frames stand for that occur most (ID3v2.4.0 native frames, section 4; those of 2.2 have other
 * names).
 */
const ID3_NAMES: Readonly<Record<string, string>> = {
  APIC: "picture",
  CHAP: "chapter",
  COMM: "comment",
  PRIV: "private",
  TALB: "album",
  TBPM: "beats per minute",
  TCOM: "composer",
  TCON: "genre",
  TCOP: "copyright",
  TDAT: "date",
  TDRC: "recording time",
  TENC: "encoded by",
  TIT1: "grouping",
  TIT2: "title",
  TIT3: "subtitle",
  TKEY: "initial key",
  TLAN: "language",
  TLEN: "length in ms",
  TPE1: "artist",
  TPE2: "album artist",
  TPE3: "conductor",
  TPOS: "part of a set",
  TPUB: "publisher",
  TRCK: "track",
  TSRC: "ISRC",
  TSSE: "encoder settings",
  TYER: "year",
  USLT: "lyrics",
};

/** The frames of a tag. */
export function id3Fields({ frames }: Id3Tag): Field[] {
  return frames.map((frame) => [`${frame.id}  ${ID3_NAMES[frame.id] ?? ""}`.trimEnd(), id3FrameText(frame)]);
}

/** What a frame says; of one that is not understood, how long it is. */
export function id3FrameText(frame: Id3Frame): string {
  switch (frame.kind) {
    case "text":
      return described(frame.description, frame.values.join("; "));
    case "comment":
      return described(frame.description, frame.text);
    case "url":
      return described(frame.description, frame.url);
    case "raw": {
      const size = bytesText(frame.bytes.length);
      return frame.id === "APIC" ? `${pictureType(frame.bytes)}, ${size}` : size;
    }
  }
}

function described(description: string | undefined, text: string): string {
  return description ? `${description}: ${text}` : text;
}

/** The media type of a picture, which stands behind the byte of its encoding and ends with a NUL. */
function pictureType(bytes: Uint8Array): string {
  const end = bytes.indexOf(0, 1);
  const type = String.fromCharCode(...bytes.subarray(1, Math.min(end < 0 ? bytes.length : end, 64)));
  return type || "of no type";
}
