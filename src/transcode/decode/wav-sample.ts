import type { SampleFormat } from "../../wav/format.ts";
import type { MediaStream } from "../media.ts";
import type { PcmEncoding } from "./pcm-decoder.ts";

/** What a WAV file of so many bits holds; 16 unless told otherwise, which is what everything plays. */
export function chooseWavSample(bits = 16): SampleFormat {
  const bitsPerSample = bits <= 16 ? 16 : bits <= 24 ? 24 : 32;
  return { encoding: "pcm", bitsPerSample };
}

/** What a stream is decoded to: its own samples where it is lossless, and else 16 bits. */
export function decodedSample({ codec, bitsPerSample }: MediaStream): SampleFormat {
  if (/^pcm_f/.test(codec)) return { encoding: "float", bitsPerSample: codec.includes("64") ? 64 : 32 };
  return chooseWavSample(bitsPerSample);
}

/** ffmpeg's name of the samples of a file. */
export function pcmEncoding({ encoding, bitsPerSample }: SampleFormat): PcmEncoding {
  if (encoding === "float") return bitsPerSample === 64 ? "f64le" : "f32le";
  return bitsPerSample === 16 ? "s16le" : bitsPerSample === 24 ? "s24le" : "s32le";
}
