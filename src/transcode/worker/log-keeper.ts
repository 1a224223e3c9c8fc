import type { MediaWarning } from "../media.ts";
import { DecodeErrors } from "../probe/decode-errors.ts";
import { isErrorLine, readLogLine } from "../probe/log-line.ts";

/** Lines of the log that are kept: what goes wrong is told at its end. */
const LINES_KEPT = 40;

/** What Emscripten adds when a program ends. */
const END_OF_PROGRAM = "Aborted()";

/** What ffmpeg says while it runs with `-loglevel level+warning`. */
export class LogKeeper {
  readonly lines: string[] = [];
  readonly #errors = new DecodeErrors();
  readonly #stdout: string[] = [];
  readonly #onFault: (line: string) => void;
  #hasFault = false;

  /** @param onFault told of the first error, as soon as there is one */
  constructor(onFault: (line: string) => void) {
    this.#onFault = onFault;
  }

  /** What it wrote to standard output. */
  get stdout(): string {
    return this.#stdout.join("\n");
  }

  /** What was wrong with the input, where something was. */
  get warning(): MediaWarning | undefined {
    return this.#errors.warning;
  }

  /** Takes note of a line. */
  add({ type, message }: { readonly type: string; readonly message: string }): void {
    if (type === "stdout") {
      this.#stdout.push(message);
      return;
    }
    if (message === END_OF_PROGRAM) return;
    this.#errors.add(message);
    if (!this.#hasFault && isErrorLine(readLogLine(message))) {
      this.#hasFault = true;
      this.#onFault(message);
    }
    this.lines.push(message);
    if (this.lines.length > LINES_KEPT) this.lines.shift();
  }
}
