import { joinBytes } from "../../stream/join-bytes.ts";
import type { CoverPicture } from "../media.ts";

/** "Front cover" (RFC 9639, section 8.8, table 13; ID3v2.4.0 frames, section 4.14). */
export const FRONT_COVER = 3;

/** A picture as FLAC has it (RFC 9639, section 8.8). Its size is left at 0: who shows it reads it anyway. */
export function flacPicture({ mimeType, bytes }: CoverPicture): Uint8Array<ArrayBuffer> {
  const type = new TextEncoder().encode(mimeType);
  const description = uint32(0);
  const widthHeightDepthColors = uint32(0, 0, 0, 0);
  return joinBytes([
    uint32(FRONT_COVER, type.length),
    type,
    description,
    widthHeightDepthColors,
    uint32(bytes.length),
    bytes,
  ]);
}

/** The same as text, the value of the comment `METADATA_BLOCK_PICTURE` of Ogg streams. */
export function coverComment(cover: CoverPicture): string {
  const bytes = flacPicture(cover);
  const pieces: string[] = [];
  // A function takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 8192) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(pieces.join(""));
}

function uint32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value);
  return bytes;
}
