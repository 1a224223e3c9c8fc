import { writeFourCharacters } from "./chunk.ts";
import { DS64_BYTES, SIZE_IN_DS64, writeDs64 } from "./ds64.ts";
import { type WavFormat, writeFormat } from "./format.ts";

/** A RIFF file may not be this long; its sizes have 32 bits. From here on a file is an RF64. */
const RF64_FROM_BYTES = 2 ** 32;

/** Everything of a file that stands before its audio. */
export interface WavHeader {
  readonly bytes: Uint8Array;
  /** Bytes that follow the audio: 1 where its size is odd (RIFF chunks are padded to even sizes), else 0. */
  readonly padding: number;
}

export interface HeaderOptions {
  /** Keeps 36 bytes free in a RIFF header, so that it can become an RF64 header in place (EBU Tech 3306, section 4). */
  readonly reserveDs64?: boolean;
}

/**
 * The header of a file with that format and so much audio: RIFF, or RF64 where the whole comes to 4 GiB or more.
 *
 * @param dataBytes whole frames
 */
export function wavHeader(format: WavFormat, dataBytes: number, options: HeaderOptions = {}): WavHeader {
  const { reserveDs64 = false } = options;
  const plain = layOut(format, dataBytes, reserveDs64 ? "JUNK" : undefined);
  if (plain.fileBytes < RF64_FROM_BYTES) return plain;
  return layOut(format, dataBytes, "ds64");
}

/** The header of a file whose length nobody knows yet and nobody will be able to fill in: a stream. */
export function streamHeader(format: WavFormat): WavHeader {
  const { bytes } = layOut(format, 0, undefined);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, SIZE_IN_DS64, true);
  view.setUint32(bytes.length - 4, SIZE_IN_DS64, true);
  return { bytes, padding: 0 };
}

function layOut(
  format: WavFormat,
  dataBytes: number,
  leading: "JUNK" | "ds64" | undefined,
): WavHeader & { readonly fileBytes: number } {
  const formatBody = writeFormat(format);
  const sampleCount = dataBytes / format.blockAlign;
  // Required wherever the encoding is not PCM (Multimedia Programming Interface and Data Specifications 1.0, "fact").
  const hasFact = format.encoding !== "pcm";
  const leadingBytes = leading ? 8 + DS64_BYTES : 0;
  const headerBytes = 12 + leadingBytes + 8 + formatBody.length + (hasFact ? 12 : 0) + 8;
  const padding = dataBytes % 2;
  const fileBytes = headerBytes + dataBytes + padding;
  const is64 = leading === "ds64";

  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  writeFourCharacters(view, 0, is64 ? "RF64" : "RIFF");
  view.setUint32(4, is64 ? SIZE_IN_DS64 : fileBytes - 8, true);
  writeFourCharacters(view, 8, "WAVE");
  let offset = 12;
  if (is64) {
    writeDs64(view, offset, { riffSize: fileBytes - 8, dataSize: dataBytes, sampleCount });
  } else if (leading) {
    writeFourCharacters(view, offset, "JUNK");
    view.setUint32(offset + 4, DS64_BYTES, true);
  }
  offset += leadingBytes;
  writeFourCharacters(view, offset, "fmt ");
  view.setUint32(offset + 4, formatBody.length, true);
  bytes.set(formatBody, offset + 8);
  offset += 8 + formatBody.length;
  if (hasFact) {
    writeFourCharacters(view, offset, "fact");
    view.setUint32(offset + 4, 4, true);
    view.setUint32(offset + 8, is64 ? SIZE_IN_DS64 : sampleCount, true);
    offset += 12;
  }
  writeFourCharacters(view, offset, "data");
  view.setUint32(offset + 4, is64 ? SIZE_IN_DS64 : dataBytes, true);
  return { bytes, padding, fileBytes };
}
