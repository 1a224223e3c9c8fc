/** Facts about a failure that a program may want to act on. */
export interface ErrorDetails {
  /** Where in the source, in bytes from its start. */
  readonly offset?: number;
  /** What was found there. */
  readonly actual?: unknown;
  /** What should have been there. */
  readonly expected?: unknown;
  readonly [name: string]: unknown;
}

/** What every failure of this library is thrown as. */
export class LongwaveError extends Error {
  override readonly name = "LongwaveError";
  /** Stable, for programs: `"floor/what-is-wrong"`, for example `"wav/no-fmt-chunk"`. */
  readonly code: string;
  /** The values that the message speaks of. */
  readonly details: ErrorDetails;

  /**
   * @param code stable identifier, `"floor/what-is-wrong"`
   * @param message lower case, with the actual and the expected value and the byte offset where there is one
   * @param options `cause` is the failure underneath; every other property becomes part of `details`
   */
  constructor(code: string, message: string, options: ErrorDetails & { readonly cause?: unknown } = {}) {
    const { cause, ...details } = options;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/**
 * Says that an option of the caller's is out of range, in the one form that all option errors have.
 *
 * @param name the option as the caller wrote it, for example `"options.blockSize"`
 * @param requirement what it must be, for example `"a positive integer"`
 * @param details what else a program may want to act on, beside these three
 */
export function optionError(
  name: string,
  requirement: string,
  actual: unknown,
  details: ErrorDetails = {},
): LongwaveError {
  const shown = typeof actual === "string" ? JSON.stringify(actual) : String(actual);
  return new LongwaveError(
    "options/invalid",
    `${name}, when provided, must be ${requirement}, got ${shown}`,
    { option: name, actual, expected: requirement, ...details },
  );
}
