import { LongwaveError } from "../../../stream/error.ts";

/** Where in which list. */
export interface Place {
  /** The list's name, as the caller gave it. */
  readonly list: string;
  /** 1 for the first. */
  readonly line: number;
  /** 1 for the first, in UTF-16 code units. */
  readonly column?: number;
}

/** A single line of JSON can be megabytes; a message shows as much as is enough to find the place. */
const SHOWN_LENGTH = 60;

/** Says what is wrong with a segment list, in the one form that all its errors have. */
export function listError(
  code: string,
  place: Place,
  expected: string,
  actual: string,
  cause?: unknown,
): LongwaveError {
  const column = place.column === undefined ? "" : `, column ${place.column}`;
  const shown = actual.length > SHOWN_LENGTH ? `${actual.slice(0, SHOWN_LENGTH)}…` : actual;
  return new LongwaveError(
    code,
    `${place.list}, line ${place.line}${column}: expected ${expected}, got ${JSON.stringify(shown)}`,
    { ...place, expected, actual: shown, cause },
  );
}
