import type { ByteSource } from "../stream/byte-source.ts";
import { encodeWav } from "../wav/encode-wav.ts";
import { openWav } from "../wav/open-wav.ts";
import type { Wav } from "../wav/wav.ts";
import { decodedSample } from "./decode/wav-sample.ts";
import { wavMetadata } from "./encode/wav-metadata.ts";
import type { Media } from "./media.ts";

/**
 * A recording as the WAV file that it would be: of 16 bits, or those of a lossless recording, with tags and chapters as far as a WAV
 * file has room for them. Its bytes are decoded when somebody reads them; who reads frames gets them as they are decoded, without
 * the rounding to 16 bits.
 */
export async function wavOfMedia(media: Media): Promise<Wav> {
  const { sampleRate, tags, chapters, audio } = media;
  const virtual = encodeWav(media, decodedSample(audio), {
    metadata: wavMetadata(tags, chapters, sampleRate),
  });
  const { stream } = virtual;
  const { name } = media.source;
  const source: ByteSource = {
    size: virtual.size,
    read: (offset, into, signal) => virtual.read(offset, into, signal),
    ...(name !== undefined && { name }),
    ...(stream && { stream: (from, to, signal) => stream.call(virtual, from, to, signal) }),
  };
  return {
    ...(await openWav(source)),
    /** These come up while it is decoded. */
    get warnings() {
      return media.warnings.map((warning) => ({ ...warning, offset: 0 }));
    },
    read: media.read,
    close: () => media.close(),
  };
}
