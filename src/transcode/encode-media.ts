import type { AudioSource } from "../audio/audio-source.ts";
import { type ConvertedAudio, convert } from "../audio/convert.ts";
import type { ByteSink } from "../stream/byte-sink.ts";
import { copy } from "../stream/copy.ts";
import { LongwaveError } from "../stream/error.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import { computedAudio } from "../wav/computed-audio.ts";
import { encodeWav } from "../wav/encode-wav.ts";
import type { SampleFormat } from "../wav/format.ts";
import { chooseWavSample } from "./decode/wav-sample.ts";
import { interleavedPieces } from "./encode/interleaved-pieces.ts";
import { leftOpen } from "./encode/left-open.ts";
import { Progress } from "./encode/progress.ts";
import { runPlan } from "./encode/run-plan.ts";
import { wavMetadata } from "./encode/wav-metadata.ts";
import type { Engine } from "./engine/engine.ts";
import { changedShape } from "./plan/changed-shape.ts";
import { partChapters } from "./plan/chapters.ts";
import { checkEncoding } from "./plan/check-encoding.ts";
import { checkJob } from "./plan/check-job.ts";
import { encodedSound } from "./plan/encoded-sound.ts";
import { leftOutOfWav } from "./plan/left-out.ts";
import type { Carried } from "./plan/plan-request.ts";
import { resultTags } from "./plan/result-tags.ts";
import { mediaFailure } from "./probe/media-failure.ts";
import { withinTimeLimit } from "./time-limit.ts";
import type { EncodeMediaOptions, TranscodeResult } from "./transcode-options.ts";

/** What is known of sound beside its samples. */
export interface EncodedContext {
  /** What the recording carries that the result may keep. */
  readonly carried?: Carried;
  /** ISO 639-2. */
  readonly language?: string | undefined;
  /** What a WAV file holds of it; by `options.bits` unless told otherwise. */
  readonly sample?: SampleFormat;
}

/**
 * Encodes sound that is computed or read elsewhere. Closes the sink, or aborts it when anything fails.
 *
 * @internal
 * @throws LongwaveError `options/invalid`, `media/not-installed`, `media/core-version`, `media/time-limit`,
 *   `media/failed`
 */
export async function encodeMediaIn(
  engine: Engine,
  audio: AudioSource,
  sink: ByteSink,
  options: EncodeMediaOptions,
): Promise<TranscodeResult> {
  try {
    checkEncoding(options);
    checkJob(options);
    return await withinTimeLimit(options, (limited) => encodeSound(engine, audio, sink, limited));
  } catch (error) {
    await sink.abort(error).catch(() => {});
    throw error;
  }
}

/**
 * The same as a part of something else, which has checked the options, and aborts the sink when anything fails.
 *
 * @internal
 */
export async function encodeSound(
  engine: Engine,
  audio: AudioSource,
  sink: ByteSink,
  options: EncodeMediaOptions,
  context: EncodedContext = {},
): Promise<TranscodeResult> {
  if (options.bits !== undefined) checkNumberOption("bits", options.bits, 1, 64);
  const sound = convert(audio, encodedSound(options, audio));
  const result =
    options.format === "wav"
      ? await writeWavFile(sound, sink, options, context)
      : await encode(engine, sound, sink, options, context);
  return { ...result, warnings: [...changedShape(options, audio), ...result.warnings] };
}

async function writeWavFile(
  sound: ConvertedAudio,
  sink: ByteSink,
  options: EncodeMediaOptions,
  { carried = {}, sample = chooseWavSample(options.bits) }: EncodedContext,
): Promise<TranscodeResult> {
  const { signal } = options;
  const duration = sound.frames / sound.sampleRate;
  const progress = new Progress(duration, options.onProgress);
  const metadata = wavMetadata(
    resultTags(carried.tags ?? {}, options.tags),
    options.chapters ? partChapters(options.chapters, 0, duration) : (carried.chapters ?? []),
    sound.sampleRate,
  );
  const { audio } = computedAudio(sound, sample, sound.changed, {});
  const file = encodeWav(audio, sample, { metadata });
  const bytes = await copy(file, leftOpen(sink), {
    ...(signal && { signal }),
    onProgress: (copied) => progress.tell((copied.bytes / file.size) * duration, copied.bytes),
  });
  return { format: "wav", duration, bytes, copied: false, warnings: leftOutOfWav(options, duration) };
}

async function encode(
  engine: Engine,
  sound: AudioSource,
  sink: ByteSink,
  options: EncodeMediaOptions,
  { carried = {}, language }: EncodedContext,
): Promise<TranscodeResult> {
  const { sampleRate, channels, frames } = sound;
  const { format, bits, signal } = options;
  const duration = frames / sampleRate;
  const { outcome, bytes, warnings } = await runPlan(engine, {
    source: interleavedPieces(sound, signal),
    sink,
    input: {
      kind: "samples",
      name: "samples",
      sampleRate,
      channels,
      frames,
      ...(bits !== undefined && { bits }),
      ...(language !== undefined && { language }),
    },
    carried,
    options,
    seconds: duration,
  });
  if (outcome.code !== 0) throw mediaFailure({ log: outcome.log, exitCode: outcome.code });
  if (outcome.warning) {
    // What comes out of a pipe of samples cannot be wrong: this is a failure to write.
    throw new LongwaveError("media/failed", `ffmpeg could not write it: ${outcome.warning.message}`);
  }
  await sink.close();
  return { format, duration, bytes, copied: false, warnings };
}
