import { clip } from "../audio/clip.ts";
import { concat } from "../audio/concat.ts";
import { convert } from "../audio/convert.ts";
import { frameAt } from "../audio/time.ts";
import type { ByteSink } from "../stream/byte-sink.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { optionError } from "../stream/error.ts";
import { writeWav } from "../wav/write-wav.ts";
import { readCover } from "./decode/read-cover.ts";
import { decodedSample, pcmEncoding } from "./decode/wav-sample.ts";
import { writePcm } from "./decode/write-pcm.ts";
import { Progress } from "./encode/progress.ts";
import { wavMetadata } from "./encode/wav-metadata.ts";
import { encodeMediaIn } from "./encode-media.ts";
import type { Engine } from "./engine/engine.ts";
import { inputName } from "./engine/input-name.ts";
import { withNearSources } from "./engine/near-source.ts";
import type { Media, MediaFacts } from "./media.ts";
import { MediaFaults, mediaOf } from "./open-media.ts";
import { partChapters } from "./plan/chapters.ts";
import { checkEncoding } from "./plan/check-encoding.ts";
import { readsDirectly, type SoundShape } from "./plan/encoded-sound.ts";
import { planMedia } from "./plan/media-plan.ts";
import { FORMATS, outputName } from "./plan/output-format.ts";
import type { Carried } from "./plan/plan-request.ts";
import { resultTags } from "./plan/result-tags.ts";
import { copiesPackets } from "./plan/stream-copy.ts";
import { isConvergent } from "./probe/convergence.ts";
import { type ProbedMedia, probeMedia } from "./probe/probe-media.ts";
import type { TranscodeOptions, TranscodeResult } from "./transcode-options.ts";
import { transcodeStream } from "./transcode-stream.ts";

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
    checkRange(options);
    if (Symbol.asyncIterator in source) return await transcodeStream(engine, source, sink, options);
    const sources = isList(source) ? source : [source];
    return await withNearSources(engine.platform, sources, options.signal, (near) =>
      near.length === 1 && !isList(source)
        ? transcodeOne(engine, near[0] as ByteSource, sink, options)
        : transcodeSeveral(engine, near, sink, options),
    );
  } catch (error) {
    await sink.abort(error).catch(() => {});
    throw error;
  }
}

function isList(source: ByteSource | readonly ByteSource[]): source is readonly ByteSource[] {
  return Array.isArray(source);
}

function checkRange({ from = 0, to = Number.POSITIVE_INFINITY }: TranscodeOptions): void {
  if (!(from >= 0 && Number.isFinite(from))) throw optionError("options.from", "0 s or more", from);
  if (!(to > from)) throw optionError("options.to", `more than options.from, ${from} s`, to);
}

/** A recording and what is to be made of it. */
interface Task {
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

async function transcodeOne(
  engine: Engine,
  source: ByteSource,
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<TranscodeResult> {
  const { track, signal, strict = false } = options;
  const probed = await probeMedia(engine, source, { track, signal });
  const { sampleRate = 1, channels = 1 } = probed.facts.audio;
  const { frames, exact } = probed.declared;
  const facts = { ...probed.facts, duration: frames / sampleRate, exact };
  const from = frameAt(options.from ?? 0, sampleRate);
  const task: Task = {
    engine,
    source,
    sink,
    options,
    probed,
    facts,
    faults: new MediaFaults(probed, source, strict),
    shape: { sampleRate, channels },
    from,
    to:
      options.to === undefined || options.to >= facts.duration ? undefined : frameAt(options.to, sampleRate),
  };
  if (from >= frames) throw optionError("options.from", `before the end, ${facts.duration} s`, options.from);
  if (copiesPackets(facts, options)) return runDirectly(task, true);
  if (!readsDirectly(options, task.shape)) return throughSound(task);
  if (options.format === "wav") return writeWavFile(task);
  // What a decoder heard before a part is part of how it sounds; only our own reading takes care of that.
  return from === 0 ? runDirectly(task, false) : throughSound(task);
}

/** ffmpeg reads and writes. */
async function runDirectly(task: Task, copy: boolean): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, faults, shape, from, to, probed } = task;
  const { format, signal, strict } = options;
  const { sampleRate } = shape;
  const name = inputName(source);
  const plan = planMedia({
    folder: "/w",
    input: {
      kind: "media",
      name,
      facts,
      from: from / sampleRate,
      ...(to !== undefined && { to: to / sampleRate }),
    },
    carried: await carriedBy(task),
    output: outputName(format),
    options,
    copy,
    canPatch: sink.patch !== undefined,
    ...(strict !== undefined && { strict }),
  });
  const expected = (to ?? probed.declared.frames) - from;
  const progress = new Progress(expected / sampleRate, options.onProgress);
  let seconds = 0;
  await sink.write(plan.prefix);
  const outcome = await engine.run({
    program: "ffmpeg",
    args: plan.args,
    inputs: {
      [name]: source,
      ...Object.fromEntries(plan.files.map(({ name: file, bytes }) => [file, bytes])),
    },
    outputs: { [outputName(format)]: sink },
    signal,
    onProgress(done) {
      seconds = done;
      progress.tellSeconds(done);
    },
    onBytes: (bytes) => progress.tellBytes(bytes),
  });
  const frames = Math.round(seconds * sampleRate);
  faults.addEnding({
    outcome,
    frames: to === undefined ? from + frames : probed.declared.frames,
    isCounted: false,
  });
  await sink.close();
  progress.finish();
  return {
    format,
    duration: expected / sampleRate,
    bytes: plan.prefix.length + progress.bytes,
    copied: copy,
    warnings: [...faults.warnings, ...plan.warnings],
  };
}

/** The sound is resampled, mixed or cut by us on its way. */
async function throughSound(task: Task): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, probed, faults, shape, from, to } = task;
  const media = mediaOf(engine, source, probed, faults);
  try {
    const { audio } = facts;
    const carried = await carriedBy(task);
    const end = to ?? media.frames;
    const chapters = partChapters(facts.chapters, from / shape.sampleRate, end / shape.sampleRate);
    const bits = audio.bitsPerSample ?? 16;
    const result = await encodeMediaIn(
      engine,
      clip(media, from, end),
      sink,
      { ...options, bits },
      { carried: { ...carried, chapters }, language: audio.language },
    );
    return { ...result, warnings: [...faults.warnings, ...result.warnings] };
  } finally {
    await media.close();
  }
}

/** Decoded straight into a WAV file, by several workers. */
async function writeWavFile(task: Task): Promise<TranscodeResult> {
  const { engine, source, sink, options, facts, faults, probed, shape, from, to } = task;
  const { sampleRate, channels } = shape;
  const { signal, strict = false, workers = engine.platform.cores } = options;
  const { frames, exact, cutsFilling } = probed.declared;
  const sample = decodedSample(facts.audio);
  const end = to ?? frames;
  const chapters = partChapters(facts.chapters, from / sampleRate, end / sampleRate);
  const tags = resultTags(facts.tags, options.tags);
  const metadata = wavMetadata(tags, options.chapters ?? chapters, sampleRate);
  const writer = await writeWav(sink, { ...sample, channels, sampleRate }, { metadata });
  const progress = new Progress((end - from) / sampleRate, options.onProgress);
  const blockAlign = (sample.bitsPerSample / 8) * channels;
  const written = await writePcm(writer, {
    engine,
    stream: {
      source,
      track: probed.track,
      sampleRate,
      channels,
      encoding: pcmEncoding(sample),
      seeks: probed.hasExactTimes,
      converges: isConvergent(facts.audio.codec),
      strict,
    },
    from,
    to: to ?? (exact || cutsFilling ? frames : undefined),
    frames,
    workers,
    signal,
    onFrames: (frames) => progress.tell(frames / sampleRate, frames * blockAlign),
  });
  // Where a part ends before the stream does, the end of the stream tells nothing.
  if (written.outcome && to === undefined)
    faults.addEnding({ outcome: written.outcome, frames: written.end });
  await writer.close();
  progress.finish();
  return {
    format: "wav",
    duration: writer.frames / sampleRate,
    bytes: writer.frames * blockAlign,
    copied: false,
    warnings: faults.warnings,
  };
}

/** What the result may keep of the recording, where its format has room for it. */
async function carriedBy({ engine, source, options, facts }: Task): Promise<Carried> {
  const { tags, chapters, streams } = facts;
  const wantsCover = options.cover === undefined && FORMATS[options.format].cover !== "none";
  const cover = wantsCover ? await readCover(engine, source, streams, options.signal) : undefined;
  return { tags, chapters, ...(cover && { cover }) };
}

/** One recording behind the other, in the format of the first. Tags and cover are those of the first, chapters those of all. */
async function transcodeSeveral(
  engine: Engine,
  sources: readonly ByteSource[],
  sink: ByteSink,
  options: TranscodeOptions,
): Promise<TranscodeResult> {
  const { signal, track, strict = false } = options;
  const opened: Media[] = [];
  try {
    for (const source of sources) {
      const probed = await probeMedia(engine, source, { track, signal });
      opened.push(mediaOf(engine, source, probed, new MediaFaults(probed, source, strict)));
    }
    const [first] = opened;
    if (first === undefined) throw optionError("the list of sources", "one source or more", "none");
    const { sampleRate, channels } = first;
    const sound = concat(opened.map((media) => convert(media, { sampleRate, channels })));
    const starts = opened.map((_, index) =>
      opened.slice(0, index).reduce((sum, { duration }) => sum + duration, 0),
    );
    const chapters = opened.flatMap((media, index) =>
      media.chapters.map(({ start, end, title }) => ({
        start: start + (starts[index] ?? 0),
        end: end + (starts[index] ?? 0),
        title,
      })),
    );
    const from = frameAt(options.from ?? 0, sampleRate);
    const to = Math.min(
      sound.frames,
      options.to === undefined ? sound.frames : frameAt(options.to, sampleRate),
    );
    const cover = options.cover === undefined ? await first.cover(signal) : undefined;
    const result = await encodeMediaIn(
      engine,
      clip(sound, from, to),
      sink,
      { ...options, bits: Math.max(...opened.map(({ audio }) => audio.bitsPerSample ?? 16)) },
      {
        carried: {
          tags: first.tags,
          chapters: partChapters(chapters, from / sampleRate, to / sampleRate),
          ...(cover && { cover }),
        },
        language: first.audio.language,
      },
    );
    return { ...result, warnings: [...opened.flatMap(({ warnings }) => warnings), ...result.warnings] };
  } finally {
    for (const media of opened) await media.close();
  }
}
