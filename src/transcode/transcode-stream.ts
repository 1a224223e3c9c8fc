import type { ByteSink } from "../stream/byte-sink.ts";
import { optionError } from "../stream/error.ts";
import { Progress } from "./encode/progress.ts";
import type { Engine } from "./engine/engine.ts";
import { planMedia } from "./plan/media-plan.ts";
import { outputName } from "./plan/output-format.ts";
import { mediaFailure } from "./probe/media-failure.ts";
import type { TranscodeOptions, TranscodeResult } from "./transcode-options.ts";

/** What must be known of the input, which can be looked at but once. */
const NEED_THE_WHOLE = ["from", "to", "sampleRate", "channels"] as const;

/**
 * Turns a recording that arrives in order, and cannot be gone back in, into a file. It is encoded while it arrives; how long it is,
 * nobody knows before its end.
 *
 * @throws LongwaveError `media/needs-seeking` where its container has its index at the end; `options/invalid` for options that need
 *   to know the whole
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
  const { format, signal, track = 0, strict } = options;
  const plan = planMedia({
    folder: "/w",
    input: { kind: "stream", name: "in", track },
    carried: {},
    output: outputName(format),
    options,
    canPatch: sink.patch !== undefined,
    ...(strict !== undefined && { strict }),
  });
  const progress = new Progress(Number.POSITIVE_INFINITY, options.onProgress);
  let duration = 0;
  await sink.write(plan.prefix);
  const outcome = await engine.run({
    program: "ffmpeg",
    args: plan.args,
    inputs: { in: source, ...Object.fromEntries(plan.files.map(({ name, bytes }) => [name, bytes])) },
    outputs: { [outputName(format)]: sink },
    signal,
    onProgress(seconds) {
      duration = seconds;
      progress.tellSeconds(seconds);
    },
    onBytes: (bytes) => progress.tellBytes(bytes),
  });
  // ffmpeg takes it for a success when it skipped all packets of a file whose index came too late.
  const isEmpty = duration === 0 && outcome.warning !== undefined;
  if (outcome.code !== 0 || isEmpty) {
    throw mediaFailure({ log: outcome.log, exitCode: outcome.code, seekable: false });
  }
  await sink.close();
  return {
    format,
    duration,
    bytes: plan.prefix.length + progress.bytes,
    copied: false,
    warnings: [...(outcome.warning ? [outcome.warning] : []), ...plan.warnings],
  };
}
