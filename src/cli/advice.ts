import { LongwaveError } from "../stream/error.ts";

/** What the library advises programs to do, which is of no use on a command line. */
const ADVICE_FOR_PROGRAMS = /; (?:write a new file with withMetadata|use repairedWav)$/;

/** The same failure with what to do about it, where there is advice for its code. */
export function withAdvice(error: unknown, advice: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof LongwaveError)) return error;
  const { code, message, details } = error;
  const words = advice[code];
  if (words === undefined) return error;
  const fault = message.replace(ADVICE_FOR_PROGRAMS, "");
  return new LongwaveError(code, `${fault}; ${words}`, { ...details, cause: error });
}
