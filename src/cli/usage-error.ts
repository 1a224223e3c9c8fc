/** The code that all errors of usage have in messages. */
export const USAGE_ERROR_CODE = "cli/usage";

/** The command was called in a way that cannot work: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
