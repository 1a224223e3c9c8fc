/** An interruption of a command that has some of its results already. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  /** What `--json` prints of them, beside the error. */
  readonly facts: object;

  /** @param message what is told of them */
  constructor(facts: object, cause: unknown, message = "interrupted") {
    super(message, { cause });
    this.facts = facts;
  }
}
