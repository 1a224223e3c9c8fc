/** What every command needs of the terminal that it was started in. */
export interface Terminal {
  /** Prints a line for a person, on standard output; not with `--quiet` or `--json`. */
  say(line: string): void;
  /** Prints a line about something that is not the result, on standard error; not with `--quiet`. */
  note(line: string): void;
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

/**
 * Prints on standard output. A reader that went away (`longwave info … | head`) ends the command quietly.
 *
 * The stream is touched only when there is something to print: it takes 3 ms to come up.
 */
function print(text: string): void {
  if (process.stdout.listenerCount("error") === 0) process.stdout.on("error", () => process.exit(1));
  process.stdout.write(text);
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
    process.stderr.write("\r\x1b[K");
  }

  return {
    say(line) {
      clearProgress();
      if (!quiet && !json) print(`${line}\n`);
    },
    note(line) {
      clearProgress();
      if (!quiet) process.stderr.write(`${line}\n`);
    },
    json(value) {
      if (json) print(`${JSON.stringify(value, undefined, 2)}\n`);
    },
    progress(line) {
      const now = Date.now();
      if (!drawsProgress || now - drawnAt < REDRAW_MS) return;
      drawnAt = now;
      isDrawn = true;
      // A line that wraps could not be taken back.
      process.stderr.write(`\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
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
