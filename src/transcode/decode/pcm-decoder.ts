import type { ByteSource } from "../../stream/byte-source.ts";
import { inputName } from "../engine/input-name.ts";
import type { JobOutcome } from "../engine/job.ts";
import { jobPath } from "../engine/job-path.ts";
import { RUN_ARGS } from "../engine/run-args.ts";
import { timeArgument } from "../engine/time-argument.ts";
import type { SeekRule } from "./seek-rule.ts";

/** What is decoded. */
export interface DecodedStream {
  readonly source: ByteSource;
  /** Which of the streams of sound, from 0. */
  readonly track: number;
  /** Hz, that of the stream. */
  readonly sampleRate: number;
  /** Those of the stream. */
  readonly channels: number;
  /** Where they are heard, as ffmpeg takes it, if that is known. */
  readonly layout: string | undefined;
  /** What ffmpeg does to what comes out of its decoder. */
  readonly filters: readonly string[];
  /** Whether its decoder leaves out the beginning of the first packet behind a seek. */
  readonly skipsAfterSeek: boolean;
  /** How it is sent to a frame. */
  readonly seeks: SeekRule;
  /** Whether decoders that begin at different places come to give the same bits. */
  readonly converges: boolean;
  /** Whether any fault in the input ends the decoding. */
  readonly strict: boolean;
}

/** What is decoded, and into what. */
export interface PcmStream extends DecodedStream {
  /** How samples are written. */
  readonly encoding: PcmEncoding;
  /** So many bytes are decoded before anybody asks for them, where threads share memory. */
  readonly aheadBytes: number;
}

/** Interleaved samples, little-endian, as ffmpeg calls them. */
export type PcmEncoding = "u8" | "s16le" | "s24le" | "s32le" | "f32le" | "f64le";

const SAMPLE_BYTES: Readonly<Record<PcmEncoding, number>> = {
  u8: 1,
  s16le: 2,
  s24le: 3,
  s32le: 4,
  f32le: 4,
  f64le: 8,
};

/**
 * Decoders of lossy formats build on what came before. Half a second behind a seek, the slowest of them (Opus)
 * gives the same bits as one that heard everything; this is four times as much.
 */
const PREROLL_SECONDS = 2;

/**
 * A decoder of Opus leaves out its pre-skip (RFC 7845 §4.2) behind each seek: what begins within it would begin too late. So what
 * it hears before has this much at its beginning that ffmpeg counts and throws away. 0.5 s; encoders write 6.5 to 80 ms.
 */
const SKIPPED_FRAMES = 24_000;

/** Frames of 48 kHz in a millisecond: what `-ss` can say exactly. */
const WHOLE_MS_FRAMES = 48;

/** Bytes that are skipped at once. */
const SKIP_BYTES = 64 * 1024;

/** Bytes of a frame. */
export function blockAlign({ channels, encoding }: Pick<PcmStream, "channels" | "encoding">): number {
  return channels * SAMPLE_BYTES[encoding];
}

/** A decoder under way: samples from some frame on, in order. */
export interface PcmDecoder {
  /**
   * What ffmpeg said at its end.
   *
   * @throws what the source throws; LongwaveError `media/failed`
   */
  readonly outcome: Promise<JobOutcome>;
  /** The frame that comes next. */
  readonly position: number;
  /** Whether the stream came to its end, and everything was read. */
  readonly isAtEnd: boolean;
  /** The first error that ffmpeg told of. */
  readonly firstFault: string | undefined;
  /** Whether it was stopped: for another job, or for good. */
  readonly isStopped: boolean;
  /**
   * Fills `into` with whole frames; returns how many bytes there were, less only at the end of the stream.
   *
   * @throws what the source throws; LongwaveError `media/failed`
   */
  read(into: Uint8Array, signal?: AbortSignal): Promise<number>;
  /** Says whether somebody waits for it. While nobody does, it may be stopped for another job. */
  rest(isResting: boolean): void;
  /** Stops it. */
  stop(): void;
}

/**
 * From where on a decoder has to have heard a stream, so that its samples from a frame on are those of one that
 * heard everything.
 */
export function earlyFrame({ sampleRate }: Pick<PcmStream, "sampleRate">, from: number): number {
  return Math.max(0, from - PREROLL_SECONDS * sampleRate);
}

/** Where a decoder begins that is sent by time, or not at all, and whose samples are wanted from a frame on. */
export function firstFrame(stream: PcmStream, from: number): number {
  if (stream.seeks !== "by-time") return 0;
  const early = earlyFrame(stream, from);
  if (!stream.skipsAfterSeek) return early;
  const sent = early - (early % WHOLE_MS_FRAMES);
  return sent === 0 ? 0 : sent + SKIPPED_FRAMES;
}

/** What ffmpeg is told to decode a stream from a frame on, for so many frames or up to its end, into `out`. */
export function decodeArguments(stream: PcmStream, begin: number, frames?: number): string[] {
  const { sampleRate, skipsAfterSeek } = stream;
  const limit = frames === undefined ? [] : ["-t", timeArgument(frames / sampleRate)];
  if (begin === 0) return seekArguments(stream, { seek: [], limit });
  if (!skipsAfterSeek) {
    return seekArguments(stream, { seek: ["-ss", timeArgument(begin / sampleRate)], limit });
  }
  const cut = [`atrim=start_pts=${SKIPPED_FRAMES}`, "asetpts=PTS-STARTPTS"];
  const seek = ["-ss", timeArgument((begin - SKIPPED_FRAMES) / sampleRate)];
  return seekArguments(stream, { seek, limit, cut });
}

/** Arguments of ffmpeg for a part of a recording. */
export interface PartArguments {
  /** Where to go to, in front of the input. */
  readonly seek: readonly string[];
  /** Where to end; at the end unless told otherwise. */
  readonly limit?: readonly string[];
  /** Filters in front of those of the stream; none unless told otherwise. */
  readonly cut?: readonly string[];
}

/** `decodeArguments` for a part that is told in ffmpeg's own words. */
export function seekArguments(stream: PcmStream, { seek, limit = [], cut = [] }: PartArguments): string[] {
  const { source, track, sampleRate, channels, layout, encoding, strict } = stream;
  // By their number alone, ffmpeg would mix them into what that number usually means.
  const arrangement = layout === undefined ? ["-ac", `${channels}`] : ["-ch_layout", layout];
  const filters = [...cut, ...stream.filters];
  return [
    ...RUN_ARGS,
    ...(strict ? ["-xerror"] : []),
    ...seek,
    ...["-i", jobPath(inputName(source)), "-map", `0:a:${track}`],
    ...(filters.length > 0 ? ["-af", filters.join()] : []),
    ...limit,
    ...["-ar", `${sampleRate}`, ...arrangement, "-c:a", `pcm_${encoding}`, "-f", encoding],
    ...["-flush_packets", "0", jobPath("out")],
  ];
}

/** Passes over what lies before `frame`. */
export async function skipTo(
  decoder: PcmDecoder,
  stream: PcmStream,
  frame: number,
  signal?: AbortSignal,
): Promise<void> {
  const align = blockAlign(stream);
  const whole = SKIP_BYTES - (SKIP_BYTES % align);
  const memory = new Uint8Array(whole);
  while (decoder.position < frame) {
    const wanted = Math.min(whole, (frame - decoder.position) * align);
    if ((await decoder.read(memory.subarray(0, wanted), signal)) < wanted) return;
  }
}
