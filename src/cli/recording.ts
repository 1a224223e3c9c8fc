import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import type { Media } from "../transcode/media.ts";
import type { Wav } from "../wav/wav.ts";
import type { OpenSourceOptions } from "./open-source.ts";
import type { Terminal } from "./terminal.ts";

/** How a recording is opened. */
export interface OpenRecordingOptions extends OpenSourceOptions {
  readonly strict?: boolean;
  readonly dataToEnd?: boolean;
  /** Which of its streams of sound, from 0; of recordings that are no WAV files. */
  readonly track?: number;
}

/** A recording, as the WAV file that it is, or that it would be. */
export interface Recording extends Wav {
  /** The bytes that the argument named. */
  readonly file: ByteSource;
  /** What it is, where that is no WAV file: then the bytes of `source` are decoded when somebody reads them. */
  readonly media?: Media;
}

/** The oddities of a recording, a line each. */
export function warningLines(argument: string, wav: Pick<Wav, "warnings">): string[] {
  return wav.warnings.map(({ message, code }) => `warning: ${argument}: ${message} (${code})`);
}

/** Tells the oddities of a recording; each further call, those that have come up since. */
export function warningTeller(argument: string, wav: Pick<Wav, "warnings">, out: Terminal): () => void {
  let told = 0;
  return () => {
    const lines = warningLines(argument, wav);
    for (const line of lines.slice(told)) out.note(line);
    told = lines.length;
  };
}

/** The same failure with the name that the recording has on the command line, unless it says that already. */
export function withName(argument: string, error: unknown): unknown {
  if (!(error instanceof LongwaveError)) return error;
  const { code, message, details } = error;
  if (message.includes(argument)) return error;
  // Messages about media have the last part of the name alone.
  const [last = argument] = argument.split(/[\\/]/).slice(-1);
  const rest = message.startsWith(last) ? message.slice(last.length) : `: ${message}`;
  return new LongwaveError(code, `${argument}${rest}`, { ...details, cause: error });
}
