import { LongwaveError } from "../stream/error.ts";

/** An oddity of a file that it can be read in spite of. */
export interface WavWarning {
  /** Stable, for programs; the same code that the error has in strict mode. */
  readonly code: string;
  /** For people: lower case, with the values and the offset. */
  readonly message: string;
  /** Where in the file, in bytes. */
  readonly offset: number;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** Takes note of an oddity, or throws it where the caller asked for strictness. */
export type Warn = (warning: WavWarning) => void;

/** A `Warn` that fills `list`, or, in strict mode, throws a LongwaveError of the same code. */
export function warningCollector(list: WavWarning[], strict: boolean): Warn {
  return (warning) => {
    if (strict) {
      const { code, message, offset, actual, expected } = warning;
      throw new LongwaveError(code, message, { offset, actual, expected });
    }
    list.push(warning);
  };
}
