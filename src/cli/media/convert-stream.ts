import { transcode } from "../../transcode/node/index.ts";
import type { OutputFormat } from "../../transcode/transcode-options.ts";
import type { ConvertOptions } from "../convert-options.ts";
import { encodingOptions } from "../encoding-options.ts";
import { processes } from "../processing.ts";
import type { Terminal } from "../terminal.ts";
import { UsageError } from "../usage-error.ts";
import { told } from "./convert-media.ts";
import { inWords, writeMedia } from "./write-media.ts";

/** What needs the whole to be known, or to be gone back in. */
const NEED_THE_WHOLE = ["from", "to", "rate", "channels", "metadata"] as const;

/** Converts what comes in by standard input, while it comes in. */
export async function convertStream(
  format: OutputFormat,
  options: ConvertOptions,
  out: Terminal,
): Promise<object> {
  const { output, signal, strict, timeLimit, label = "writing", track, copy } = options;
  const idle = NEED_THE_WHOLE.find((name) => options[name] !== undefined);
  if (idle !== undefined || processes(options)) {
    const what = idle === undefined ? "what computes samples" : `--${idle}`;
    throw new UsageError(
      `standard input can be read but once, and ${what} needs a file: save it to one first`,
    );
  }
  const noLength = () =>
    Promise.reject(
      new UsageError("the last chapter needs an end: how long standard input is, nobody knows yet"),
    );
  const encoding = await encodingOptions(options, format, noLength, signal);
  const input = process.stdin;
  try {
    const result = await writeMedia({ output, out, signal, strict, timeLimit, label }, (sink, job) =>
      transcode(input, sink, {
        ...encoding,
        ...job,
        ...(track !== undefined && { track }),
        ...(copy && { copy }),
      }),
    );
    return told("standard input", result, output, out);
  } catch (error) {
    throw inWords(error);
  } finally {
    // Whoever still writes is told, and nothing keeps the process.
    input.destroy();
  }
}
