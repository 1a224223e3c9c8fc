import type { ByteSink } from "../stream/byte-sink.ts";
import { LongwaveError } from "../stream/error.ts";

/** The code of a failure that nobody needs to be told of: whoever read our output has gone (`… | head`). */
export const READER_GONE = "cli/reader-gone";

/**
 * Prints on standard output. A reader that went away ends the command quietly.
 *
 * The stream is touched only when there is something to print: it takes 3 ms to come up.
 */
export function print(text: string): void {
  if (!process.stdout.listeners("error").includes(onPrintError)) process.stdout.on("error", onPrintError);
  process.stdout.write(text);
}

/** Prints on standard error. When that fails nobody is left to be told, and the work goes on. */
export function printError(text: string): void {
  if (!process.stderr.listeners("error").includes(ignore)) process.stderr.on("error", ignore);
  process.stderr.write(text);
}

/**
 * Standard output as a sink. A write is done when the operating system has the bytes, so memory can be used
 * again.
 */
export function stdoutSink(): ByteSink {
  // A stream whose failure nobody listens to ends the process with a stack trace; `write` tells of it, too.
  process.stdout.on("error", ignore);
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        process.stdout.write(bytes, (error) => (error ? reject(outputError(error)) : resolve()));
      }),
    close: async () => {},
    abort: async () => {},
  };
}

/** Listeners of others do not count: worker threads have some, which throw where there is no other. */
function ignore(): void {}

function onPrintError(cause: Error): void {
  const { code, message } = outputError(cause);
  if (code !== READER_GONE) printError(`error: ${message} (${code})\n`);
  process.exit(1);
}

function outputError(cause: NodeJS.ErrnoException): LongwaveError {
  const code = cause.code === "EPIPE" ? READER_GONE : "cli/output-failed";
  return new LongwaveError(code, `cannot write to standard output: ${cause.message}`, { cause });
}
