import type { ByteSink } from "../stream/byte-sink.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { checkChoiceOption } from "../stream/choice-option.ts";
import { optionError } from "../stream/error.ts";
import { checkIntegerOption } from "../stream/integer-option.ts";
import { checkSource } from "./check-source.ts";
import type { Engine } from "./engine/engine.ts";
import { withNearSources } from "./engine/near-source.ts";
import { filmOf } from "./film-of.ts";
import { checkEncoding } from "./plan/check-encoding.ts";
import { checkJob } from "./plan/check-job.ts";
import { readsDirectly } from "./plan/encoded-sound.ts";
import { copiesPackets } from "./plan/stream-copy.ts";
import { withinTimeLimit } from "./time-limit.ts";
import type { TranscodeOptions, TranscodeResult } from "./transcode-options.ts";
import { runDirectly } from "./ways/directly.ts";
import { intoWav } from "./ways/into-wav.ts";
import { transcodeSeveral } from "./ways/several.ts";
import { transcodeStream } from "./ways/stream.ts";
import { prepareTask, type Task } from "./ways/task.ts";
import { throughSound } from "./ways/through-sound.ts";

/** What can be turned into something else: a recording, several in sequence, or bytes that come in order. */
export type TranscodeSource = ByteSource | readonly ByteSource[] | AsyncIterable<Uint8Array>;

/**
 * Turns a recording into a file of another format. Closes the sink, or aborts it when anything fails.
 *
 * @internal
 * @throws LongwaveError as `openMediaIn` and `encodeMediaIn`
 */
export async function transcodeIn(
  engine: Engine,
  source: TranscodeSource,
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<TranscodeResult> {
  try {
    checkEncoding(options);
    checkJob(options);
    checkOptions(options);
    return await withinTimeLimit(options, (limited) => run(engine, source, sink, limited));
  } catch (error) {
    await sink.abort(error).catch(() => {});
    throw error;
  }
}

async function run(
  engine: Engine,
  source: TranscodeSource,
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<TranscodeResult> {
  if (isStream(source)) return transcodeStream(engine, source, sink, options);
  const sources = isList(source) ? source : [source];
  for (const one of sources) checkSource(one);
  return withNearSources(engine.platform, sources, options.signal, (near) =>
    near.length === 1 && !isList(source)
      ? prepareTask(engine, near[0] as ByteSource, sink, options).then(transcodeOne)
      : transcodeSeveral(engine, near, sink, options),
  );
}

function isStream(source: TranscodeSource): source is AsyncIterable<Uint8Array> {
  return typeof source === "object" && source !== null && Symbol.asyncIterator in source;
}

function isList(source: ByteSource | readonly ByteSource[]): source is readonly ByteSource[] {
  return Array.isArray(source);
}

function checkOptions(options: TranscodeOptions): void {
  const { from = 0, to = Number.POSITIVE_INFINITY, copy = "auto", workers = 1, track = 0 } = options;
  checkChoiceOption("copy", copy, ["auto", "never", "always"]);
  checkChoiceOption("metadata", options.metadata ?? "keep", ["keep", "none"]);
  checkIntegerOption("workers", workers, 1);
  checkIntegerOption("track", track, 0);
  if (!(from >= 0 && Number.isFinite(from))) throw optionError("options.from", "0 s or more", from);
  if (!(typeof to === "number" && to > from))
    throw optionError("options.to", `more than options.from, ${from} s`, to);
}

async function transcodeOne(task: Task): Promise<TranscodeResult> {
  const film = filmOf(task.facts);
  return { ...(await takeWay(task)), ...(film && { film }) };
}

/** Chooses the way with the least between the input and the result. */
function takeWay(task: Task): Promise<TranscodeResult> {
  const { facts, options, shape, from } = task;
  if (copiesPackets(facts, options)) return runDirectly(task, true);
  if (!readsDirectly(options, shape)) return throughSound(task);
  if (options.format === "wav") return intoWav(task);
  // What a decoder heard before a part is part of how it sounds; only our own reading takes care of that.
  return from === 0 ? runDirectly(task, false) : throughSound(task);
}
