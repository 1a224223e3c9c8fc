import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { isBlockEncoding } from "../wav/codec/block-size.ts";
import { openWav } from "../wav/open-wav.ts";
import type { Wav } from "../wav/wav.ts";
import { computeFast } from "./compute-fast.ts";
import { type OpenSourceOptions, openSource } from "./open-source.ts";

/** From so many chunks on, going over them is work. */
const MANY_CHUNKS = 10_000;

/** How a recording is opened. */
export interface OpenRecordingOptions extends OpenSourceOptions {
  readonly strict?: boolean;
  readonly dataToEnd?: boolean;
}

/** Opens the WAV file that a SOURCE argument names. What is wrong with it is told with that name. */
export async function openRecording(argument: string, options: OpenRecordingOptions): Promise<Wav> {
  return openNamed(argument, await openSource(argument, options), options);
}

/** Opens the WAV file in a source, which is closed when it is none. What is wrong with it is told with that name. */
export async function openNamed(
  argument: string,
  source: ByteSource,
  { signal, strict = false, dataToEnd = false }: OpenRecordingOptions,
): Promise<Wav> {
  try {
    const wav = await openWav(source, { strict, dataToEnd, ...(signal && { signal }) });
    if (isBlockEncoding(wav.format.encoding) || wav.chunks.length > MANY_CHUNKS) computeFast();
    return wav;
  } catch (error) {
    await source.close?.();
    throw withName(argument, error);
  }
}

/** The oddities of a recording, a line each. */
export function warningLines(argument: string, wav: Pick<Wav, "warnings">): string[] {
  return wav.warnings.map(({ message, code }) => `warning: ${argument}: ${message} (${code})`);
}

/** The same failure with the name that the recording has on the command line, unless it says that already. */
export function withName(argument: string, error: unknown): unknown {
  if (!(error instanceof LongwaveError)) return error;
  const { code, message, details } = error;
  const says = message.includes(argument);
  return says ? error : new LongwaveError(code, `${argument}: ${message}`, { ...details, cause: error });
}
