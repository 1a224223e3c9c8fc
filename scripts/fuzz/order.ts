/** One target, and what a fuzzer needs to know of it. Paths are absolute or from the root of the package. */
export interface FuzzOrder {
  /** A CommonJS module that exports `fuzz`. */
  readonly module: string;
  /** A folder of inputs to begin with; those that reach something new are added. */
  readonly corpus: string;
  /** A folder for the inputs that fail. */
  readonly findings: string;
  /** A folder for anything else. */
  readonly scratch: string;
  readonly words: readonly string[];
  /** Bytes. */
  readonly longestInput: number;
  readonly seconds: number;
}
