import type { AudioSource } from "../audio/audio-source.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { chooseFormat } from "./choose-format.ts";
import { CONTAINERS, type ContainerName } from "./container.ts";
import { encodedFrames } from "./encoded-frames.ts";
import { encoderFor } from "./encoder.ts";
import { badFormat, type SampleFormat } from "./format.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";
import { virtualWavFile } from "./wav-file.ts";

/** What a new file is beside its samples. */
export interface NewWavOptions {
  /** RIFF unless told otherwise, which becomes an RF64 at 4 GiB. RIFX is big-endian. */
  readonly container?: ContainerName;
  /** What is written before the audio, as `writeMetadata` makes it. */
  readonly metadata?: readonly MetadataChunk[];
}

/**
 * Frames as a WAV file whose bytes are encoded when somebody reads them. Any range can be read; its size is known
 * from the start.
 *
 * @throws LongwaveError `wav/bad-format`, `wav/bad-container`, `wav/bad-metadata`; when it is read,
 *   `audio/unexpected-end` where the audio gives fewer frames than its length, and what the audio throws
 */
export function encodeWav(audio: AudioSource, sample: SampleFormat, options: NewWavOptions = {}): ByteSource {
  const { container = "RIFF", metadata = [] } = options;
  const { frames } = audio;
  const format = chooseFormat(sample, audio.channels, audio.sampleRate, isLittleEndian(container));
  const isLength = Number.isSafeInteger(frames) && frames >= 0;
  if (!isLength || !Number.isSafeInteger(frames * format.blockAlign)) {
    throw badFormat("frames", "a length that is known, 0 or more", frames);
  }
  return virtualWavFile({ format, frames, container, metadata }, [
    encodedFrames(audio, format, encoderFor(format)),
  ]);
}

/** The byte order that a container asks of its samples; a container that there is none of is refused later. */
export function isLittleEndian(container: ContainerName): boolean {
  return !Object.hasOwn(CONTAINERS, container) || CONTAINERS[container].littleEndian;
}
