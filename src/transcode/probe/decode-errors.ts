import type { MediaWarning } from "../media.ts";
import { isErrorLine, type LogLine, plainLogLine, readLogLine } from "./log-line.ts";

/** What ffmpeg says after what the decoder said itself. */
const SUMMARY: RegExp = /^Error while decoding stream /;

/** What follows from an error before, in the output, or is said by an encoder: not another one in the input. */
const CONSEQUENCE: RegExp = /non monotonically increasing dts|Channel layout not supported by Flac/;

/** What the log prints in place of lines that are alike. */
const REPEATED: RegExp = /^\s*Last message repeated (\d+) times?$/;

/** Counts the errors in the log of a run that went on in spite of them, in memory that does not grow. */
export class DecodeErrors {
  #own = 0;
  #summaries = 0;
  #first: string | undefined;
  #firstSummary: string | undefined;
  #last: "own" | "summary" | "other" = "other";

  /** Takes the next line of the log, without its newline. */
  add(line: string): void {
    const repeated = REPEATED.exec(line);
    if (repeated !== null) {
      this.#count(Number(repeated[1]));
      return;
    }
    const read = readLogLine(line);
    this.#last = kindOf(read);
    if (this.#last === "own") this.#first ??= plainLogLine(read);
    if (this.#last === "summary") this.#firstSummary ??= plainLogLine(read);
    this.#count(1);
  }

  #count(times: number): void {
    if (this.#last === "own") this.#own += times;
    if (this.#last === "summary") this.#summaries += times;
  }

  /** Errors so far. A packet that is wrong in two ways counts as two. */
  get count(): number {
    return this.#own > 0 ? this.#own : this.#summaries;
  }

  /** What to tell of them; `undefined` where there was none. */
  get warning(): MediaWarning | undefined {
    const first = this.#first ?? this.#firstSummary;
    if (first === undefined) return undefined;
    const many =
      this.count === 1 ? "1 error while decoding" : `${this.count} errors while decoding, the first`;
    return { code: "media/decode-errors", message: `${many}: ${first}` };
  }
}

function kindOf(line: LogLine): "own" | "summary" | "other" {
  if (!isErrorLine(line) || CONSEQUENCE.test(line.text)) return "other";
  return SUMMARY.test(line.text) ? "summary" : "own";
}
