import { isBlockEncoding } from "./codec/block-size.ts";
import type { WavFormat } from "./format.ts";
import { AMBISONIC_TAIL, EXTENSIBLE_TAG, FORMAT_TAGS, SUBTYPE_TAIL } from "./format-tag.ts";
import { reordered } from "./read-format.ts";

/**
 * Writes a `fmt ` body: 16 bytes for plain PCM, 40 for the extensible form, and else 18 and what the encoding adds (RFC
 * 2361).
 */
export function writeFormat(format: WavFormat): Uint8Array<ArrayBuffer> {
  const { encoding, channels, sampleRate, bitsPerSample, validBits, blockAlign, framesPerBlock } = format;
  const { channelMask, ambisonic, bigEndian, coefficients } = format;
  const littleEndian = !bigEndian;
  // In the extensible form there is no room for what describes blocks.
  const isBlocks = isBlockEncoding(encoding);
  const extensible = channelMask !== undefined && !isBlocks;
  const tag = FORMAT_TAGS[encoding];
  const adds = coefficients ? 4 + coefficients.length * 4 : isBlocks ? 2 : 0;
  const body = new Uint8Array(extensible ? 40 : encoding === "pcm" ? 16 : 18 + adds);
  const view = new DataView(body.buffer);
  view.setUint16(0, extensible ? EXTENSIBLE_TAG : tag, littleEndian);
  view.setUint16(2, channels, littleEndian);
  view.setUint32(4, sampleRate, littleEndian);
  // The field is advisory and 32 bits wide; what does not fit becomes the largest that does.
  const byteRate = Math.ceil((sampleRate * blockAlign) / framesPerBlock);
  view.setUint32(8, Math.min(byteRate, 0xffff_ffff), littleEndian);
  view.setUint16(12, blockAlign, littleEndian);
  view.setUint16(14, extensible ? bitsPerSample : Math.min(validBits, bitsPerSample), littleEndian);
  if (extensible) {
    view.setUint16(16, 22, littleEndian);
    view.setUint16(18, validBits, littleEndian);
    view.setUint32(20, channelMask, littleEndian);
    const guid = Uint8Array.of(tag, 0, ...(ambisonic ? AMBISONIC_TAIL : SUBTYPE_TAIL));
    body.set(littleEndian ? guid : reordered(guid), 24);
  } else if (adds > 0) {
    view.setUint16(16, adds, littleEndian);
    view.setUint16(18, framesPerBlock, littleEndian);
    if (coefficients) view.setUint16(20, coefficients.length, littleEndian);
    coefficients?.flat().forEach((value, index) => {
      view.setInt16(22 + index * 2, value, littleEndian);
    });
  }
  return body;
}
