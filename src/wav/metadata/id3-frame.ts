import { joinBytes } from "../../stream/join-bytes.ts";
import { badMetadata } from "./bad-metadata.ts";
import {
  encodeId3Text,
  type Id3Version,
  id3EncodingFor,
  isId3Encoding,
  readId3Text,
  readId3Texts,
} from "./id3-text.ts";
import { decodeText, encodeTerminated } from "./text.ts";

/** What all frames have. */
interface Id3FrameHead {
  /** Four characters, in ID3v2.2 three: `"TIT2"`, `"TT2"`. */
  readonly id: string;
  /** The two bytes of flags, as the tag's version defines them, where one is set. */
  readonly flags?: number;
}

/** A frame of texts: any whose identifier begins with T. */
export interface Id3TextFrame extends Id3FrameHead {
  readonly kind: "text";
  /** What it is a text of; in `TXXX` and `TXX` alone. */
  readonly description?: string;
  /** One or more. */
  readonly values: readonly string[];
}

/** `COMM` or `COM`. */
export interface Id3CommentFrame extends Id3FrameHead {
  readonly kind: "comment";
  /** Three characters (ISO 639-2): `"eng"`. */
  readonly language: string;
  readonly description: string;
  readonly text: string;
}

/** A frame of an address: any whose identifier begins with W. */
export interface Id3UrlFrame extends Id3FrameHead {
  readonly kind: "url";
  /** What it is the address of; in `WXXX` and `WXX` alone. */
  readonly description?: string;
  /** In the characters of ISO 8859-1. */
  readonly url: string;
}

/** Any other frame, and those that are compressed, encrypted or make no sense. */
export interface Id3RawFrame extends Id3FrameHead {
  readonly kind: "raw";
  readonly bytes: Uint8Array;
}

/** A frame of an ID3v2 tag, by what is in it. */
export type Id3Frame = Id3TextFrame | Id3CommentFrame | Id3UrlFrame | Id3RawFrame;

const LANGUAGE_LENGTH = 3;

/** Addresses have no byte that names their encoding. */
const URL_ENCODING = "iso-8859-1";

/** Reads a frame's bytes (ID3v2.4.0 native frames, sections 4.2, 4.3 and 4.10). */
export function decodeId3Frame(id: string, bytes: Uint8Array): Id3Frame {
  return decodeKnownFrame(id, bytes) ?? { id, kind: "raw", bytes: bytes.slice() };
}

/**
 * The bytes of a frame, without its header. Texts get an encoding that the version knows.
 *
 * @throws LongwaveError `wav/bad-metadata` for a frame that is not what its identifier says, `wav/bad-text`
 */
export function encodeId3Frame(frame: Id3Frame, version: Id3Version): Uint8Array {
  const { id, kind } = frame;
  if (kind === "raw") return frame.bytes;
  if (kind !== id3FrameKind(id)) {
    const message = `a frame ${JSON.stringify(id)} is of the kind ${JSON.stringify(id3FrameKind(id))}, got ${JSON.stringify(kind)}`;
    throw badMetadata(message, kind, id3FrameKind(id));
  }
  switch (kind) {
    case "text":
      if (frame.values.length === 0) throw badMetadata(`the frame ${id} must have a value`, 0, "1 or more");
      return encodeTexts(version, [...descriptionOf(frame), ...frame.values]);
    case "comment":
      return encodeTexts(version, [frame.description, frame.text], languageBytes(frame.language));
    case "url":
      return joinBytes([
        ...(isDescribedId3Frame(id) ? [encodeTexts(version, descriptionOf(frame))] : []),
        encodeTerminated(frame.url, URL_ENCODING),
      ]);
  }
}

/** What a frame of that identifier holds; `"raw"` where it is kept as bytes. */
export function id3FrameKind(id: string): Id3Frame["kind"] {
  if (id === "COMM" || id === "COM") return "comment";
  return id.startsWith("T") ? "text" : id.startsWith("W") ? "url" : "raw";
}

/** Whether a frame of texts or of an address is one that its description tells from others of its identifier. */
export function isDescribedId3Frame(id: string): boolean {
  return /^[TW]XXX?$/.test(id);
}

function decodeKnownFrame(id: string, bytes: Uint8Array): Id3Frame | undefined {
  const kind = id3FrameKind(id);
  if (kind === "url" && !isDescribedId3Frame(id)) return { id, kind, url: decodeText(bytes, URL_ENCODING) };
  const [encoding] = bytes;
  if (kind === "raw" || !isId3Encoding(encoding)) return undefined;
  const encoded = bytes.subarray(1);
  if (kind === "comment") return decodeComment(id, encoded, encoding);
  if (!isDescribedId3Frame(id)) return { id, kind: "text", values: readId3Texts(encoded, encoding) };
  const { text: description, rest } = readId3Text(encoded, encoding);
  return kind === "text"
    ? { id, kind, description, values: readId3Texts(rest, encoding) }
    : { id, kind, description, url: decodeText(rest, URL_ENCODING) };
}

/** The comment; `undefined` where there is less or more than one. */
function decodeComment(id: string, encoded: Uint8Array, encoding: number): Id3CommentFrame | undefined {
  if (encoded.length < LANGUAGE_LENGTH) return undefined;
  const language = String.fromCharCode(...encoded.subarray(0, LANGUAGE_LENGTH));
  const { text: description, rest } = readId3Text(encoded.subarray(LANGUAGE_LENGTH), encoding);
  const [text = "", ...more] = readId3Texts(rest, encoding);
  return more.length === 0 ? { id, kind: "comment", language, description, text } : undefined;
}

function descriptionOf({ id, description }: Id3TextFrame | Id3UrlFrame): readonly string[] {
  return isDescribedId3Frame(id) ? [description ?? ""] : [];
}

function languageBytes(language: string): Uint8Array {
  if (/^[\0-\xff]{3}$/.test(language)) return Uint8Array.from(language, (letter) => letter.charCodeAt(0));
  const message = `a comment's language must be three letters, got ${JSON.stringify(language)}`;
  throw badMetadata(message, language, "three letters");
}

/** @param between what stands between the encoding and the texts */
function encodeTexts(
  version: Id3Version,
  texts: readonly string[],
  between: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const encoding = id3EncodingFor(texts, version);
  return joinBytes([Uint8Array.of(encoding), between, ...texts.map((text) => encodeId3Text(text, encoding))]);
}
