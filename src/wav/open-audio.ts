import type { EncodedAudio } from "./encoded-audio.ts";
import { linearAudio } from "./linear-audio.ts";
import type { WavAudio } from "./wav-audio.ts";

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
