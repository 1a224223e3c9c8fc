import type { ByteSink } from "../../stream/byte-sink.ts";
import { optionError } from "../../stream/error.ts";
import { runPlan } from "../encode/run-plan.ts";
import type { Engine } from "../engine/engine.ts";
import { mediaFailure } from "../probe/media-failure.ts";
import type { TranscodeOptions, TranscodeResult } from "../transcode-options.ts";

/** What must be known of the input, which can be looked at but once. */
const NEED_THE_WHOLE = ["from", "to", "sampleRate", "channels", "metadata"] as const;

/**
 * Turns a recording that arrives in order, and cannot be gone back in, into a file. It is encoded while it
 * arrives; how long it is, nobody knows before its end.
 *
 * @throws LongwaveError `media/needs-seeking` where its container has its index at the end; `options/invalid`
 *   for options that need to know the whole
 */
export async function transcodeStream(
  engine: Engine,
  source: AsyncIterable<Uint8Array>,
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<TranscodeResult> {
  const refused = NEED_THE_WHOLE.find((name) => options[name] !== undefined);
  if (refused !== undefined) {
    throw optionError(
      `options.${refused}`,
      "left out for a stream: save it to a file first",
      options[refused],
    );
  }
  if (options.copy === "always") {
    throw optionError(
      "options.copy",
      '"never" or left out for a stream: save it to a file first',
      options.copy,
    );
  }
  const { outcome, seconds, bytes, warnings } = await runPlan(engine, {
    source,
    sink,
    input: { kind: "stream", name: "in", track: options.track ?? 0 },
    carried: {},
    options,
    seconds: Number.POSITIVE_INFINITY,
  });
  // ffmpeg takes it for a success when it skipped all packets of a file whose index came too late.
  const isEmpty = seconds === 0 && outcome.warning !== undefined;
  if (outcome.code !== 0 || isEmpty) {
    throw mediaFailure({ log: outcome.log, exitCode: outcome.code, seekable: false });
  }
  await sink.close();
  return {
    format: options.format,
    duration: seconds,
    bytes,
    copied: false,
    warnings: [...(outcome.warning ? [outcome.warning] : []), ...warnings],
  };
}
