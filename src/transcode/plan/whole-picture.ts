import type { CoverPicture } from "../media.ts";

/** PNG Specification (Third Edition), section 5.2. */
const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** `IEND`. */
const PNG_END = 0x49454e44;

/** Length, type and checksum of a chunk of a PNG. */
const PNG_CHUNK_FRAME = 12;

/** Markers of JPEG (ITU-T T.81, table B.1), behind 0xff. */
const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const FIRST_RESTART = 0xd0;
const LAST_RESTART = 0xd7;

/** Whether bytes are a picture of the kind that they are said to be, up to its last one. What follows it does not matter. */
export function isWholePicture({ mimeType, bytes }: CoverPicture): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return mimeType === "image/png" ? isWholePng(view) : isWholeJpeg(view);
}

function isWholePng(view: DataView): boolean {
  if (view.byteLength < PNG_SIGNATURE.length) return false;
  if (PNG_SIGNATURE.some((byte, index) => view.getUint8(index) !== byte)) return false;
  for (let at = PNG_SIGNATURE.length; at + PNG_CHUNK_FRAME <= view.byteLength; ) {
    const next = at + PNG_CHUNK_FRAME + view.getUint32(at);
    if (view.getUint32(at + 4) === PNG_END) return next <= view.byteLength;
    at = next;
  }
  return false;
}

function isWholeJpeg(view: DataView): boolean {
  if (view.byteLength < 4 || view.getUint8(0) !== 0xff || view.getUint8(1) !== START_OF_IMAGE) return false;
  let isInScan = false;
  for (let at = 2; at + 2 <= view.byteLength; ) {
    const marker = view.getUint8(at) === 0xff ? view.getUint8(at + 1) : undefined;
    if (marker === END_OF_IMAGE) return true;
    // In the samples of a scan, 0xff is followed by 0 or by a restart.
    const isSample = marker === undefined || marker === 0 || isRestart(marker);
    if (isSample && !isInScan) return false;
    if (isSample || marker === 0xff) {
      at += 1;
      continue;
    }
    if (at + 4 > view.byteLength) return false;
    isInScan = marker === START_OF_SCAN;
    at += 2 + view.getUint16(at + 2);
  }
  return false;
}

function isRestart(marker: number): boolean {
  return marker >= FIRST_RESTART && marker <= LAST_RESTART;
}
