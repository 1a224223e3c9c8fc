import { frameAt } from "../../audio/time.ts";
import type { ByteSink } from "../../stream/byte-sink.ts";
import type { ByteSource } from "../../stream/byte-source.ts";
import { optionError } from "../../stream/error.ts";
import { readCover } from "../decode/read-cover.ts";
import type { Engine } from "../engine/engine.ts";
import type { Chapter, MediaFacts } from "../media.ts";
import { MediaFaults } from "../media-faults.ts";
import { partChapters } from "../plan/chapters.ts";
import type { SoundShape } from "../plan/encoded-sound.ts";
import { FORMATS } from "../plan/output-format.ts";
import type { Carried } from "../plan/plan-request.ts";
import { type ProbedMedia, probeMedia } from "../probe/probe-media.ts";
import type { TranscodeOptions } from "../transcode-options.ts";
import { beginsBehindEnd } from "./begins-behind-end.ts";

/** What is left of what a recording says of itself where none of it is wanted. */
const NOTHING_KEPT = { tags: {}, chapters: [] } as const;

/** A recording and what is to be made of it. */
export interface Task {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly sink: ByteSink;
  readonly options: TranscodeOptions;
  readonly probed: ProbedMedia;
  readonly facts: MediaFacts;
  readonly faults: MediaFaults;
  readonly shape: SoundShape;
  /** Frames of the recording. */
  readonly from: number;
  /** Frames of the recording; its end where it is `undefined`. */
  readonly to: number | undefined;
}

/**
 * Looks at a recording.
 *
 * @throws LongwaveError as `probeMedia`; `options/invalid` where it ends before `from`
 */
export async function prepareTask(
  engine: Engine,
  source: ByteSource,
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<Task> {
  const { track, signal, strict = false } = options;
  const probed = await probeMedia(engine, source, { track, signal });
  const { sampleRate = 1, channels = 1 } = probed.facts.audio;
  const { frames, exact } = probed.declared;
  const duration = frames / sampleRate;
  const from = frameAt(options.from ?? 0, sampleRate);
  if (from >= frames && frames > 0) {
    throw beginsBehindEnd(options.from, duration);
  }
  const endsEarly = options.to !== undefined && options.to < duration;
  if (endsEarly && frameAt(options.to ?? 0, sampleRate) <= from) {
    throw optionError(
      "options.to",
      `a frame or more behind options.from, ${options.from ?? 0} s`,
      options.to,
    );
  }
  return {
    engine,
    source,
    sink,
    options,
    probed,
    facts: { ...probed.facts, ...(options.metadata === "none" && NOTHING_KEPT), duration, exact },
    faults: new MediaFaults(probed, source, strict),
    shape: { sampleRate, channels },
    from,
    to: endsEarly ? frameAt(options.to ?? 0, sampleRate) : undefined,
  };
}

/** What the result may keep of the recording, where its format has room for it. */
export async function carriedBy({ engine, source, options, facts }: Task): Promise<Carried> {
  const { tags, chapters, streams } = facts;
  const keepsCover = options.cover === undefined && options.metadata !== "none";
  const wantsCover = keepsCover && FORMATS[options.format].cover !== "none";
  const cover = wantsCover ? await readCover(engine, source, streams, options.signal) : undefined;
  return { tags, chapters, ...(cover && { cover }) };
}

/** The chapters of the part that is wanted, in its own time. */
export function chaptersOf({ facts, probed, shape, from, to }: Task): Chapter[] {
  const end = to ?? probed.declared.frames;
  return partChapters(facts.chapters, from / shape.sampleRate, end / shape.sampleRate);
}
