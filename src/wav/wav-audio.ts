import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import type { WavFormat } from "./format.ts";
import { type EncodedAudio, linearAudio } from "./linear-audio.ts";

/** Frames as they can stand in a file of their own. */
export interface EncodedSpan {
  readonly format: WavFormat;
  /** The samples in that format; read, or made, when somebody asks. */
  readonly bytes: ByteSource;
}

/** The audio of an opened file, as frames and as bytes. */
export interface WavAudio {
  readonly read: AudioSource["read"];
  /** See `Wav.encoded`. */
  encoded(fromFrame: number, toFrame: number, linear?: boolean): EncodedSpan;
}

/**
 * The audio of an opened file. Encodings that few files have are loaded when one is opened, so that pages that never
 * meet them do not load them.
 */
export async function openAudio(audio: EncodedAudio): Promise<WavAudio> {
  const { format } = audio;
  const { encoding } = format;
  if (encoding === "pcm" || encoding === "float") {
    const { linearDecoder } = await import("./codec/linear-decoder.ts");
    return linearAudio(audio, linearDecoder(format));
  }
  if (encoding === "alaw" || encoding === "mulaw") {
    const { companderDecoder } = await import("./codec/companding.ts");
    return linearAudio(audio, companderDecoder({ ...format, encoding }));
  }
  const { blockAudio } = await import("./block-audio.ts");
  return blockAudio(audio);
}
