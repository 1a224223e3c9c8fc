import type { ByteSink } from "../stream/byte-sink.ts";
import { LongwaveError } from "../stream/error.ts";

/** Standard output as a sink. A write is done when the operating system has the bytes, so memory can be used again. */
export function stdoutSink(): ByteSink {
  return {
    write: (bytes) =>
      new Promise((resolve, reject) => {
        process.stdout.write(bytes, (error) => {
          if (!error) return resolve();
          const message = `cannot write to standard output: ${error.message}`;
          reject(new LongwaveError("file/output-closed", message, { cause: error }));
        });
      }),
    close: async () => {},
    abort: async () => {},
  };
}
