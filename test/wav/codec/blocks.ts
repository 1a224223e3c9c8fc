/** Audio in blocks of several frames, put together by hand, and what is made of it. */

import type { BlockDecoder } from "../../../src/wav/codec/block-decoder.ts";
import { gsmDecoder } from "../../../src/wav/codec/gsm.ts";
import { imaDecoder } from "../../../src/wav/codec/ima-adpcm.ts";
import { msDecoder } from "../../../src/wav/codec/ms-adpcm.ts";
import { pattern } from "../../helpers/pattern.ts";
import { type BlockCodec, blockFile } from "../../helpers/wav-blocks.ts";

/** Blocks of a codec. */
export interface Blocks extends BlockCodec {
  readonly bytes: Uint8Array;
  /** What decodes them. */
  newDecoder(): BlockDecoder;
}

/** The coefficients that every file of Microsoft ADPCM has. */
export const COEFFICIENTS: readonly (readonly [number, number])[] = [
  [256, 0],
  [512, -256],
  [0, 0],
  [192, 64],
  [240, 0],
  [460, -208],
  [392, -232],
];

/** Blocks of IMA ADPCM with headers that are allowed, and any codes: eight frames a group behind the first. */
export function imaBlocks(channels: number, groups: number, count: number): Blocks {
  const blockAlign = 4 * channels * (1 + groups);
  const bytes = pattern(blockAlign * count, channels);
  for (let block = 0; block < count; block++) {
    for (let channel = 0; channel < channels; channel++) {
      const header = block * blockAlign + 4 * channel;
      bytes[header + 2] = bytes[header + 2]! % 89;
      bytes[header + 3] = 0;
    }
  }
  const newDecoder = () => imaDecoder({ channels });
  return {
    encoding: "ima-adpcm",
    tag: 0x11,
    channels,
    blockAlign,
    framesPerBlock: 1 + 8 * groups,
    bytes,
    newDecoder,
  };
}

/** Blocks of Microsoft ADPCM with predictors and steps that occur, and any codes. */
export function msBlocks(channels: number, framesPerBlock: number, count: number): Blocks {
  const blockAlign = 7 * channels + Math.ceil(((framesPerBlock - 2) * channels) / 2);
  const bytes = pattern(blockAlign * count, channels);
  for (let block = 0; block < count; block++) {
    for (let channel = 0; channel < channels; channel++) {
      const header = block * blockAlign;
      bytes[header + channel] = bytes[header + channel]! % 7;
      bytes[header + channels + 2 * channel + 1] = 0;
    }
    // Codes of 0 and 1 make the step smaller. Where it grows without end, it overflows in SoX.
    for (let at = block * blockAlign + 7 * channels; at < (block + 1) * blockAlign; at++) {
      if (at % 5 > 0) bytes[at] = bytes[at]! & 0x11;
    }
  }
  const newDecoder = () => msDecoder({ channels, coefficients: COEFFICIENTS });
  return { encoding: "ms-adpcm", tag: 2, channels, blockAlign, framesPerBlock, bytes, newDecoder };
}

/** Blocks of GSM: any bits are one. */
export function gsmBlocks(count: number): Blocks {
  return {
    encoding: "gsm",
    tag: 0x31,
    channels: 1,
    blockAlign: 65,
    framesPerBlock: 320,
    bytes: pattern(65 * count),
    newDecoder: () => gsmDecoder({ channels: 1 }),
  };
}

/** Frames that the blocks hold. */
export function framesOf({ bytes, blockAlign, framesPerBlock }: Blocks): number {
  return (bytes.length / blockAlign) * framesPerBlock;
}

/** A file of these blocks. */
export function blockWav(blocks: Blocks): Uint8Array<ArrayBuffer> {
  return blockFile(blocks, blocks.bytes, { fact: framesOf(blocks) });
}

/** All frames of blocks, decoded one block after the other. */
export function decodedBlocks(blocks: Blocks): Float32Array<ArrayBuffer>[] {
  const { channels, blockAlign, framesPerBlock, bytes } = blocks;
  const decoder = blocks.newDecoder();
  const planes = emptyPlanes(channels, framesOf(blocks));
  for (let at = 0, frame = 0; at < bytes.length; at += blockAlign, frame += framesPerBlock) {
    decoder.decode(bytes.subarray(at, at + blockAlign), planes, frame, 0, framesPerBlock);
  }
  return planes;
}

/** Planes of a value that no sample has, so that what is left alone can be told. */
export function emptyPlanes(channels: number, frames: number): Float32Array<ArrayBuffer>[] {
  return Array.from({ length: channels }, () => new Float32Array(frames).fill(99));
}
