import type { AudioSource } from "../audio/audio-source.ts";
import { clip } from "../audio/clip.ts";
import { concat } from "../audio/concat.ts";
import { type ConvertedAudio, type ConvertOptions, convert } from "../audio/convert.ts";
import { crossfade } from "../audio/crossfade.ts";
import { frameAt } from "../audio/time.ts";
import type { FadeCurve } from "../dsp/level/fade-curve.ts";
import { type FrameSpan, mergeSpans } from "../dsp/silence/frame-span.ts";
import type { ByteSource } from "../stream/byte-source.ts";
import { LongwaveError } from "../stream/error.ts";
import { checkNumberOption } from "../stream/number-option.ts";
import { customaryMask } from "./channel-layout.ts";
import { chooseFormat } from "./choose-format.ts";
import { type ComputedSampleOptions, computedAudio } from "./computed-audio.ts";
import type { SampleWidth } from "./convert-wav.ts";
import { isLittleEndian } from "./encode-wav.ts";
import { encodedFrames } from "./encoded-frames.ts";
import { encoderFor } from "./encoder.ts";
import type { SampleFormat, WavFormat } from "./format.ts";
import {
  commonMask,
  firstOf,
  formatDifference,
  type JoinWavsOptions,
  joinWavs,
  nameOf,
  partStarts,
} from "./join-wavs.ts";
import { inByteOrder } from "./metadata/byte-order.ts";
import { convertChunks } from "./metadata/conversion.ts";
import type { MetadataChunk } from "./metadata/metadata-chunk.ts";
import { applyMetadataOption } from "./metadata/metadata-option.ts";
import { cuePerPart } from "./metadata/part-cues.ts";
import { holdsAll, nearestFormat } from "./nearest-format.ts";
import type { Wav } from "./wav.ts";
import { virtualWavFile } from "./wav-file.ts";

/** How recordings are joined that have to be computed with. */
export interface JoinAudioOptions
  extends JoinWavsOptions,
    ComputedSampleOptions,
    Pick<ConvertOptions, "sampleRate" | "quality" | "channels" | "rule"> {
  /** Seconds that neighbours share, 0 or more; 0 unless told otherwise. */
  readonly crossfade?: number;
  /** `"equal-power"` unless told otherwise; see `crossfade`. */
  readonly curve?: FadeCurve;
  /** Whether parts are converted; otherwise all must have one format. To the first one's, where nothing else is told. */
  readonly convert?: boolean;
  /** What samples are written as; the first one's unless told otherwise, or the nearest that is written. */
  readonly sample?: SampleWidth;
  /** Ends the reading of metadata. */
  readonly signal?: AbortSignal;
}

/** Recordings that were joined. */
export interface JoinedAudio extends Pick<AudioSource, "sampleRate" | "channels" | "frames"> {
  /** The file. Its bytes are computed when somebody reads them; reading in order is what costs least. */
  readonly file: ByteSource;
  /** The highest amplitude so far of what was computed; above 1 it was clipped. 0 where nothing can be clipped. */
  readonly peak: () => number;
}

/**
 * Recordings one after another as one WAV file, with crossfades at the joints, or with conversion to one format, or both.
 * Nothing but metadata is read until somebody asks.
 *
 * What is computed is what has to be: the joints, and parts of another format. All else is moved as bytes, and the samples
 * are the same to the bit; there is no dither on them either. The metadata is the first file's, as `joinWavs` keeps it, at
 * the sample rate of the result.
 *
 * @throws LongwaveError `wav/nothing-to-join`, `wav/different-formats` without `convert`, `audio/too-short` for a part that
 *   is shorter than its crossfades, `options/invalid`, `audio/no-channel-rule`, `wav/bad-format`, `wav/bad-container`,
 *   `wav/bad-metadata`, `wav/too-large`, and what the sources throw
 */
export async function joinAudio(wavs: readonly Wav[], options: JoinAudioOptions = {}): Promise<JoinedAudio> {
  const first = firstOf(wavs);
  const { crossfade: seconds = 0, curve = "equal-power", sampleRate = first.sampleRate } = options;
  const { channels = first.channels, quality, rule, metadata } = options;
  const { container = first.format.bigEndian ? "RIFX" : "RIFF" } = options;
  checkNumberOption("crossfade", seconds, 0);
  const difference = formatDifference(wavs);
  if (difference && !options.convert) throw difference;
  const sample = targetFormat(wavs, channels, options);
  const format = chooseFormat(sample, channels, sampleRate, isLittleEndian(container));
  const length = wavs.length > 1 ? frameAt(seconds, sampleRate) : 0;
  if (length === 0 && !difference && isOf(first.format, format)) {
    const frames = wavs.reduce((sum, wav) => sum + wav.frames, 0);
    return { file: joinWavs(wavs, options), sampleRate, channels, frames, peak: () => 0 };
  }

  const wanted = { sampleRate, channels, ...(quality && { quality }), ...(rule && { rule }) };
  const parts = wavs.map((wav) => convert(wav, wanted));
  const whole =
    length > 0 ? named(wavs, () => crossfade(parts, { duration: seconds, curve })) : concat(parts);
  const { frames } = whole;
  const { pieces, changed } = layOut(wavs, parts, length, { sample, format });
  const computed = computedAudio(whole, sample, changed, options);
  const bytes = computedRuns(pieces).map(({ from, to, copied }) =>
    copied
      ? copied.wav.encoded(copied.at, copied.at + to - from, { linear: true }).bytes
      : encodedFrames(clip(computed.audio, from, to), format, encoderFor(format)),
  );
  const starts = options.cuePerPart
    ? partStarts(wavs, options.cuePerPart, (_, index) => (parts[index]?.frames ?? 0) - length)
    : [];
  const chunks = await joinedMetadata(first, { sampleRate, channels, frames }, sample, options);
  const withStarts = starts.length > 0 ? cuePerPart(chunks, starts, orderOf(first)) : chunks;
  const ordered = await inByteOrder(
    withStarts,
    { from: first.format.bigEndian ? "big" : "little", to: format.bigEndian ? "big" : "little" },
    options.signal,
  );
  const kept = metadata === "none" ? ordered : applyMetadataOption(metadata, () => ordered);
  const file = virtualWavFile({ format, frames, container, metadata: kept }, bytes);
  return { file, sampleRate, channels, frames, peak: computed.peak };
}

/**
 * Says which frames of the whole are moved as bytes, and which are computed: joints, and parts of another format.
 *
 * @param parts the recordings as they are joined
 * @param length frames of a joint
 */
function layOut(
  wavs: readonly Wav[],
  parts: readonly ConvertedAudio[],
  length: number,
  { sample, format }: { readonly sample: SampleFormat; readonly format: WavFormat },
): { readonly pieces: readonly Piece[]; readonly changed: readonly FrameSpan[] } {
  const pieces: Piece[] = [];
  const changes: FrameSpan[] = [];
  let start = 0;
  wavs.forEach((wav, index) => {
    const { frames, changed } = parts[index] ?? { frames: 0, changed: [] };
    const from = start + (index === 0 ? 0 : length);
    const to = start + frames - (index === wavs.length - 1 ? 0 : length);
    if (from > start) {
      pieces.push({ from: start, to: from });
      changes.push({ from: start, to: from });
    }
    if (to > from) {
      const isCopied = isOf(wav.encoded(0, 0, { linear: true }).format, format);
      pieces.push({ from, to, ...(isCopied && { copied: { wav, at: from - start } }) });
      const isExact = changed.length === 0 && holdsAll(sample, wav.format);
      if (!isExact) changes.push({ from, to });
    }
    start += frames - length;
  });
  return { pieces, changed: mergeSpans(changes) };
}

/** A run of frames of the whole. */
interface Piece extends FrameSpan {
  /** The part that its bytes are those of, from frame `at` on; otherwise they are computed. */
  readonly copied?: { readonly wav: Wav; readonly at: number };
}

/** Makes one of computed pieces that follow each other. */
function computedRuns(pieces: readonly Piece[]): readonly Piece[] {
  const runs: Piece[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (last && !last.copied && !piece.copied) runs[runs.length - 1] = { from: last.from, to: piece.to };
    else runs.push(piece);
  }
  return runs;
}

/** What all become, with its loudspeakers. */
function targetFormat(
  wavs: readonly Wav[],
  channels: number,
  { sample, rule }: JoinAudioOptions,
): SampleFormat {
  const { format } = firstOf(wavs);
  const { encoding, bitsPerSample, ambisonic } = nearestFormat(format);
  const width = sample ?? { encoding, bitsPerSample };
  const alike = wavs.filter((wav) => wav.channels === channels);
  const isKept = channels === format.channels;
  const channelMask = isKept ? commonMask(alike) : rule === "discrete" ? undefined : customaryMask(channels);
  return {
    ...width,
    ...(channelMask !== undefined && { channelMask }),
    ...(isKept && ambisonic && { ambisonic }),
  };
}

/** Whether the bytes of samples of one format are samples of another one. */
function isOf(one: WavFormat, other: WavFormat): boolean {
  return (
    one.encoding === other.encoding &&
    one.sampleRate === other.sampleRate &&
    one.channels === other.channels &&
    one.bitsPerSample === other.bitsPerSample &&
    one.blockAlign === other.blockAlign &&
    one.bigEndian === other.bigEndian
  );
}

/** The first file's metadata, as long as the whole and at its sample rate. */
async function joinedMetadata(
  first: Wav,
  whole: Pick<AudioSource, "sampleRate" | "channels" | "frames">,
  sample: SampleFormat,
  { metadata }: JoinAudioOptions,
): Promise<readonly MetadataChunk[]> {
  if (metadata === "none") return [];
  const to = Math.ceil((whole.frames * first.sampleRate) / whole.sampleRate);
  return convertChunks(
    first.metadataOf({ from: 0, to, frames: first.frames }),
    {
      scale: { from: first.sampleRate, to: whole.sampleRate },
      computes: true,
      rounds: true,
      mixes: whole.channels !== first.channels,
      ...(sample.encoding === "pcm" && { bits: sample.bitsPerSample }),
    },
    orderOf(first).littleEndian,
  );
}

function orderOf({ format }: Wav): { readonly littleEndian: boolean; readonly encoding: "auto" } {
  return { littleEndian: !format.bigEndian, encoding: "auto" };
}

/** Says of which file it was that failed, where that is told by its place in the list. */
function named<T>(wavs: readonly Wav[], work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof LongwaveError)) throw error;
    const { code, message, details } = error;
    const index = Number(details["index"] ?? Number.NaN);
    const wav = wavs[index];
    if (!wav) throw error;
    const words = message.replace(`source ${index + 1}`, nameOf(wav, index));
    throw new LongwaveError(code, words, { ...details, cause: error });
  }
}
