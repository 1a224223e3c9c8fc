import { sliceSource } from "../stream/slice.ts";
import { blockReader } from "./block-reader.ts";
import { chooseFormat } from "./choose-format.ts";
import type { BlockDecoder } from "./codec/block-decoder.ts";
import { linearEncoder } from "./codec/linear-encoder.ts";
import type { EncodedAudio } from "./encoded-audio.ts";
import { encodedFrames } from "./encoded-frames.ts";
import type { WavFormat } from "./format.ts";
import type { EncodedOptions, EncodedSpan, WavAudio } from "./wav-audio.ts";

/** Audio in blocks of several frames: ADPCM and GSM. */
export async function blockAudio(audio: EncodedAudio): Promise<WavAudio> {
  const { source, format, offset, size, frames } = audio;
  const { blockAlign, framesPerBlock, encoding, channels, sampleRate, bigEndian } = format;
  const read = blockReader(audio, await decoderMaker(format));

  function encoded(from: number, to: number, { linear = false }: EncodedOptions = {}): EncodedSpan {
    // Blocks of GSM build on those before them, so only the very first can begin a file.
    const canCopy = encoding === "gsm" ? from === 0 : from % framesPerBlock === 0;
    if (canCopy && !linear) {
      const start = (from / framesPerBlock) * blockAlign;
      const end = Math.min(Math.ceil(to / framesPerBlock) * blockAlign, size);
      return { format, bytes: sliceSource(source, offset + start, offset + end) };
    }
    // The codecs of blocks are defined in integers of 16 bits, so nothing is lost.
    const sample = { encoding: "pcm", bitsPerSample: 16 } as const;
    const decodedFormat = chooseFormat(sample, channels, sampleRate, !bigEndian);
    const decoded = {
      sampleRate,
      channels,
      frames: Math.min(to, frames) - from,
      read: (start: number, planes: Float32Array[], signal?: AbortSignal) =>
        read(from + start, planes, signal),
    };
    return {
      format: decodedFormat,
      bytes: encodedFrames(decoded, decodedFormat, linearEncoder(decodedFormat)),
    };
  }

  return { read, encoded };
}

/** What makes a decoder for a format, loaded for it alone. */
async function decoderMaker(format: WavFormat): Promise<() => BlockDecoder> {
  const { channels, coefficients = [] } = format;
  if (format.encoding === "ima-adpcm") {
    const { imaDecoder } = await import("./codec/ima-adpcm.ts");
    return () => imaDecoder(format);
  }
  if (format.encoding === "ms-adpcm") {
    const { msDecoder } = await import("./codec/ms-adpcm.ts");
    return () => msDecoder({ channels, coefficients });
  }
  const { gsmDecoder } = await import("./codec/gsm.ts");
  return () => gsmDecoder(format);
}
