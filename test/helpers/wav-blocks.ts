/** Files of ADPCM and GSM out of bytes that mean nothing, with nothing of the code that is tested. */

import { pattern } from "./pattern.ts";
import { formatBody, joined, u32 } from "./wav-chunks.ts";
import { type AnyContainer, containerBytes } from "./wav-containers.ts";

/** An encoding in blocks of several frames. */
export interface BlockCodec {
  readonly encoding: "ima-adpcm" | "ms-adpcm" | "gsm";
  readonly tag: number;
  readonly channels: number;
  readonly blockAlign: number;
  readonly framesPerBlock: number;
}

export const BLOCK_CODECS: readonly BlockCodec[] = [
  { encoding: "ima-adpcm", tag: 0x11, channels: 1, blockAlign: 36, framesPerBlock: 65 },
  { encoding: "ima-adpcm", tag: 0x11, channels: 2, blockAlign: 72, framesPerBlock: 65 },
  { encoding: "ms-adpcm", tag: 0x02, channels: 1, blockAlign: 32, framesPerBlock: 52 },
  { encoding: "ms-adpcm", tag: 0x02, channels: 2, blockAlign: 64, framesPerBlock: 52 },
  { encoding: "gsm", tag: 0x31, channels: 1, blockAlign: 65, framesPerBlock: 320 },
];

/** The predictors that every file of Microsoft ADPCM has. */
const COEFFICIENTS = [256, 0, 512, -256, 0, 0, 192, 64, 240, 0, 460, -208, 392, -232];

/** Blocks whose headers can be and whose samples are noise. */
export function blockBytes(codec: BlockCodec, blocks: number, seed = 1): Uint8Array<ArrayBuffer> {
  const { encoding, channels, blockAlign } = codec;
  const bytes = pattern(blocks * blockAlign, seed);
  for (let at = 0; at < bytes.length; at += blockAlign) {
    for (let channel = 0; channel < channels; channel++) {
      // The index into the steps, of which there are 89; the predictor, of which there are seven.
      if (encoding === "ima-adpcm") bytes[at + channel * 4 + 2]! %= 89;
      if (encoding === "ima-adpcm") bytes[at + channel * 4 + 3] = 0;
      if (encoding === "ms-adpcm") bytes[at + channel]! %= 7;
    }
    // Steps of more than 16 bits are none.
    if (encoding === "ms-adpcm") for (let n = 0; n < channels; n++) bytes[at + channels + 2 * n + 1]! %= 4;
  }
  return bytes;
}

/** A file of these bytes. `fact` is what its fact chunk says; there is none unless told otherwise. */
export function blockFile(
  codec: BlockCodec,
  audio: Uint8Array,
  options: { readonly fact?: number; readonly container?: Exclude<AnyContainer, "RIFX"> } = {},
): Uint8Array<ArrayBuffer> {
  const { tag, channels, blockAlign, framesPerBlock, encoding } = codec;
  const { fact, container = "RIFF" } = options;
  const bits = encoding === "gsm" ? 0 : 4;
  const words = encoding === "ms-adpcm" ? [32, framesPerBlock, 7, ...COEFFICIENTS] : [2, framesPerBlock];
  const extension = new Uint8Array(Int16Array.from(words).buffer);
  return containerBytes(container, [
    { id: "fmt ", body: joined(formatBody({ tag, channels, bits, blockAlign }), extension) },
    ...(fact === undefined ? [] : [{ id: "fact", body: u32(fact) }]),
    { id: "data", body: audio },
  ]);
}
