import { printable, printableJson } from "./printable.ts";
import { print, printError } from "./standard-streams.ts";

/**
 * What every command needs of the terminal that it was started in. Lines may hold texts out of files: what
 * could steer the terminal is shown instead.
 */
export interface Terminal {
  /** Prints a line for a person, on standard output; not with `--quiet` or `--json`. */
  say(line: string): void;
  /** Prints a line about something that is not the result, on standard error; not with `--quiet`. */
  note(line: string): void;
  /** Prints a line about a failure, on standard error. */
  complain(line: string): void;
  /** Prints the one JSON document of `--json`, on standard output. */
  json(value: unknown): void;
  /** Shows a progress line, where a person looks on: on standard error, when it is a terminal. */
  progress(line: string): void;
  /** Takes the progress line away. */
  clearProgress(): void;
}

/** The options that all commands have. */
export interface OutputOptions {
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** The progress line is redrawn at most this often, in milliseconds. */
const REDRAW_MS = 80;

/** The terminal of a command with these options. */
export function terminal(options: OutputOptions): Terminal {
  const { json = false, quiet = false } = options;
  const drawsProgress = !quiet && process.stderr.isTTY;
  let drawnAt = 0;
  let isDrawn = false;

  function clearProgress(): void {
    if (!isDrawn) return;
    isDrawn = false;
    printError("\r\x1b[K");
  }

  return {
    say(line) {
      clearProgress();
      if (!quiet && !json) print(`${printable(line)}\n`);
    },
    note(line) {
      clearProgress();
      if (!quiet) printError(`${printable(line)}\n`);
    },
    complain(line) {
      clearProgress();
      printError(`${printable(line)}\n`);
    },
    json(value) {
      clearProgress();
      if (json) print(`${printableJson(value)}\n`);
    },
    progress(line) {
      const now = Date.now();
      if (!drawsProgress || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      isDrawn = true;
      // A line that wraps could not be taken back.
      printError(`\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
    },
    clearProgress,
  };
}

/** A bar of 24 characters. */
export function bar(part: number, whole: number): string {
  const width = 24;
  const filled = whole > 0 ? Math.min(width, Math.round((width * part) / whole)) : width;
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}]`;
}
