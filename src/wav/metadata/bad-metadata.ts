import { LongwaveError } from "../../stream/error.ts";
import type { BodyContext } from "./body.ts";

/** An oddity in a chunk's body that it can be read in spite of. */
export interface BodyOddity {
  /** Bytes from the start of the body. */
  readonly at: number;
  /** Lower case, without the offset. */
  readonly words: string;
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/** Takes note of an oddity (`wav/bad-metadata`), with the offset in the file. */
export function warnOfBody(context: BodyContext, oddity: BodyOddity): void {
  const { at, words, actual, expected } = oddity;
  const offset = context.offset + at;
  const message = `${words} (offset ${offset})`;
  context.warn({ code: "wav/bad-metadata", message, offset, actual, expected });
}

/** The error about a value that the format has no room for. */
export function badMetadata(message: string, actual: unknown, expected: unknown): LongwaveError {
  return new LongwaveError("wav/bad-metadata", message, { actual, expected });
}
