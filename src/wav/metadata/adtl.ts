import { readFourCharacters } from "../chunk.ts";
import { badMetadata } from "./bad-metadata.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { writeCodeField } from "./character-field.ts";
import { REGION_FRAMES, REGION_HEAD_BYTES, TEXT_HEAD_BYTES } from "./cue-layout.ts";
import type { SubChunk } from "./list.ts";
import { integerField, UINT16_MAX, viewOf, writeUint32Fields } from "./number-field.ts";
import { isTooShort } from "./short-body.ts";
import { decodeText, encodeTerminated, type TextEncoding } from "./text.ts";

/** A stretch of the recording that begins at a cue point (`ltxt`). */
export interface CueRegion {
  /** How long it is, in frames; 32 bits. */
  readonly frames: number;
  /** What it is for, four characters; `"rgn "` for a region, `"scrp"` for a script, `"capt"` for a caption. */
  readonly purpose: string;
  /** The country of the text (the specification's CSET tables), 16 bits; 0, for none, unless told otherwise. */
  readonly country?: number;
  /** Its language (CSET), 16 bits; 0, for none, unless told otherwise. */
  readonly language?: number;
  /** The dialect of that language (CSET), 16 bits; 0, for none, unless told otherwise. */
  readonly dialect?: number;
  /** The Windows code page of the text; 0, the encoding of the other texts, unless told otherwise. */
  readonly codePage?: number;
  /** What is said in it, or of it. */
  readonly text?: string;
  /** The text as it stands in the file, where it is in a code page that is not known here. */
  readonly encodedText?: Uint8Array;
}

/** What an `adtl` list says of a cue point. */
export type CueText =
  | { readonly id: "labl" | "note"; readonly point: number; readonly text: string }
  | { readonly id: "ltxt"; readonly point: number; readonly region: CueRegion };

/** A chunk of an `adtl` list as bytes. */
export type RawText = Pick<SubChunk, "id" | "body">;

/** The code pages whose encodings are known here (Microsoft, "Code Page Identifiers"). */
const CODE_PAGES: Readonly<Record<number, TextEncoding>> = {
  932: "shift_jis",
  1200: "utf-16le",
  1201: "utf-16be",
  1252: "windows-1252",
  28591: "iso-8859-1",
  65001: "utf-8",
};

/**
 * Reads a chunk of an `adtl` list (Multimedia Programming Interface and Data Specifications 1.0, "Associated Data
 * Chunk"); `undefined` for one of another kind, or one that is too short.
 */
export function readCueText(chunk: SubChunk, context: Omit<BodyContext, "offset">): CueText | undefined {
  const { id, body, offset } = chunk;
  if (id !== "labl" && id !== "note" && id !== "ltxt") return undefined;
  const head = id === "ltxt" ? REGION_HEAD_BYTES : TEXT_HEAD_BYTES;
  if (isTooShort(id, body, head, { ...context, offset })) return undefined;
  const point = viewOf(body).getUint32(0, context.littleEndian);
  return id === "ltxt"
    ? { id, point, region: readRegion(body, context) }
    : { id, point, text: decodeText(body.subarray(TEXT_HEAD_BYTES), context.encoding) };
}

function readRegion(body: Uint8Array, layout: BodyLayout): CueRegion {
  const { littleEndian } = layout;
  const view = viewOf(body);
  const [country = 0, language = 0, dialect = 0, codePage = 0] = [12, 14, 16, 18].map((offset) =>
    view.getUint16(offset, littleEndian),
  );
  const encoded = body.slice(REGION_HEAD_BYTES);
  const encoding = encodingOf(codePage, layout) ?? (isAscii(encoded) ? "utf-8" : undefined);
  return {
    frames: view.getUint32(REGION_FRAMES, littleEndian),
    purpose: readFourCharacters(body, 8),
    ...(country !== 0 && { country }),
    ...(language !== 0 && { language }),
    ...(dialect !== 0 && { dialect }),
    ...(codePage !== 0 && { codePage }),
    ...(encoded.length > 0 &&
      (encoding ? { text: decodeText(encoded, encoding) } : { encodedText: encoded })),
  };
}

/**
 * Writes a chunk of an `adtl` list.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in its field, and for a text that is not ASCII
 *   in a code page that is not known here; `wav/bad-text` for one with a character that its encoding does not have
 */
export function writeCueText(text: CueText, layout: BodyLayout): RawText {
  const { id, point } = text;
  const isRegion = id === "ltxt";
  const bytes = isRegion
    ? encodeRegionText(text.region, layout)
    : encodeTerminated(text.text, layout.encoding);
  const head = isRegion ? REGION_HEAD_BYTES : TEXT_HEAD_BYTES;
  const body = new Uint8Array(head + bytes.length);
  body.set(bytes, head);
  writeUint32Fields(viewOf(body), 0, { id: point }, layout.littleEndian);
  if (isRegion) writeRegionHead(viewOf(body), text.region, layout.littleEndian);
  return { id, body };
}

function writeRegionHead(view: DataView, region: CueRegion, littleEndian: boolean): void {
  const { frames, purpose, country = 0, language = 0, dialect = 0, codePage = 0 } = region;
  writeUint32Fields(view, REGION_FRAMES, { frames }, littleEndian);
  writeCodeField(view, 8, "purpose", purpose);
  Object.entries({ country, language, dialect, codePage }).forEach(([field, value], index) => {
    view.setUint16(12 + 2 * index, integerField(field, value, UINT16_MAX), littleEndian);
  });
}

function encodeRegionText(region: CueRegion, layout: BodyLayout): Uint8Array {
  const { text, encodedText = new Uint8Array(0), codePage = 0 } = region;
  if (text === undefined) return encodedText;
  const encoding = encodingOf(codePage, layout);
  if (encoding) return encodeTerminated(text, encoding);
  const bytes = encodeTerminated(text, "utf-8");
  if (isAscii(bytes)) return bytes;
  const known = Object.keys(CODE_PAGES).join(", ");
  const message = `the region's text ${JSON.stringify(text)} cannot be written in code page ${codePage}; known are ${known}`;
  throw badMetadata(message, codePage, known);
}

/** The encoding that a code page stands for, if it is known here. */
function encodingOf(codePage: number, layout: BodyLayout): TextEncoding | undefined {
  return codePage === 0 ? layout.encoding : CODE_PAGES[codePage];
}

/** Whether bytes mean the same in every code page. */
function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80);
}
