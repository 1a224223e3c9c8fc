import type { ByteSource } from "../stream/byte-source.ts";
import { concatSources } from "../stream/concat.ts";
import { memorySource } from "../stream/memory-source.ts";
import type { WavFormat } from "./format.ts";
import { wavHeader } from "./header.ts";

/**
 * A virtual WAV file: a header in memory, then the audio of others.
 *
 * @param audio sources of whole frames in `format`, one after another
 */
export function virtualWavFile(format: WavFormat, audio: readonly ByteSource[]): ByteSource {
  const dataBytes = audio.reduce((sum, part) => sum + part.size, 0);
  const { bytes, padding } = wavHeader(format, dataBytes);
  const end = padding > 0 ? [memorySource(new Uint8Array(padding))] : [];
  return concatSources([memorySource(bytes), ...audio, ...end]);
}
