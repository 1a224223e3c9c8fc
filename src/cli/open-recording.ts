import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { isBlockEncoding } from "../wav/codec/block-size.ts";
import { openWav } from "../wav/open-wav.ts";
import type { Wav } from "../wav/wav.ts";
import { computeFast } from "./compute-fast.ts";
import { openSource } from "./open-source.ts";
import { type OpenRecordingOptions, type Recording, withName } from "./recording.ts";

/** From so many chunks on, going over them is work. */
const MANY_CHUNKS = 10_000;

/** What a file has to be that `openWav` does not read, but ffmpeg may. */
const NO_WAV: ReadonlySet<string> = new Set(["wav/not-wav", "wav/unsupported-encoding"]);

/**
 * Opens the recording that a SOURCE argument names. What is wrong with it is told with that name. What is no WAV file is opened
 * through ffmpeg, which is loaded then and not before.
 */
export async function openRecording(argument: string, options: OpenRecordingOptions): Promise<Recording> {
  const file = await openSource(argument, options);
  const wav = await openIfWav(argument, file, options);
  if (!(wav instanceof LongwaveError)) return Object.assign(wav, { file });
  const { openMediaRecording } = await import("./media/media-recording.ts");
  return openMediaRecording(argument, file, options, wav);
}

/**
 * The WAV file in a source, or why it is none. Other failures are thrown, and the source is closed.
 */
export async function openIfWav(
  argument: string,
  source: ByteSource,
  options: OpenRecordingOptions,
): Promise<Wav | LongwaveError> {
  try {
    return await openUnnamed(source, options);
  } catch (error) {
    if (error instanceof LongwaveError && NO_WAV.has(error.code)) return error;
    await source.close?.();
    throw withName(argument, error);
  }
}

/** Opens the WAV file in a source, which is closed when it is none. What is wrong with it is told with that name. */
export async function openNamed(
  argument: string,
  source: ByteSource,
  options: OpenRecordingOptions,
): Promise<Wav> {
  try {
    return await openUnnamed(source, options);
  } catch (error) {
    await source.close?.();
    throw withName(argument, error);
  }
}

async function openUnnamed(
  source: ByteSource,
  { signal, strict = false, dataToEnd = false }: OpenRecordingOptions,
): Promise<Wav> {
  const wav = await openWav(source, { strict, dataToEnd, ...(signal && { signal }) });
  if (isBlockEncoding(wav.format.encoding) || wav.chunks.length > MANY_CHUNKS) computeFast();
  return wav;
}
