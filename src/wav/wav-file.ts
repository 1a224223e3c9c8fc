import type { ByteSource } from "../stream/byte-source.ts";
import { concatSources } from "../stream/concat.ts";
import { memorySource } from "../stream/memory-source.ts";
import { type FileContents, wavHeader } from "./header.ts";

/**
 * A virtual WAV file: a header, then the audio of others.
 *
 * @param audio sources of whole frames in `contents.format`, one after another
 * @throws LongwaveError `wav/bad-container`, `wav/too-large`
 */
export function virtualWavFile(
  contents: Omit<FileContents, "dataBytes">,
  audio: readonly ByteSource[],
): ByteSource {
  const dataBytes = audio.reduce((sum, part) => sum + part.size, 0);
  const { parts, padding } = wavHeader({ ...contents, dataBytes });
  const header = parts.map((part) => (part instanceof Uint8Array ? memorySource(part) : part));
  const end = padding > 0 ? [memorySource(new Uint8Array(padding))] : [];
  return concatSources([...header, ...audio, ...end]);
}
