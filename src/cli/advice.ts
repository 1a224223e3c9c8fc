import { LongwaveError } from "../stream/error.ts";

/** The same failure with what to do about it, where there is advice for its code. */
export function withAdvice(error: unknown, advice: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof LongwaveError)) return error;
  const { code, message, details } = error;
  const words = advice[code];
  return words === undefined
    ? error
    : new LongwaveError(code, `${message}; ${words}`, { ...details, cause: error });
}
