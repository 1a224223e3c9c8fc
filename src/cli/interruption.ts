/** An interruption of a command that has some of its results already. */
export class Interruption extends Error {
  override readonly name = "Interruption";
  /** What `--json` prints of them, beside the error. */
  readonly facts: object;

  constructor(facts: object, cause: unknown) {
    super("interrupted", { cause });
    this.facts = facts;
  }
}
