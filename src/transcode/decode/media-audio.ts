import type { AudioSource } from "../../audio/audio-source.ts";
import { framesToRead } from "../../audio/frames-to-read.ts";
import { LongwaveError } from "../../stream/error.ts";
import type { Engine } from "../engine/engine.ts";
import type { JobOutcome } from "../engine/job.ts";
import { DecoderTurns } from "./decoder-turns.ts";
import { type DecodedStream, type PcmDecoder, type PcmStream, skipTo } from "./pcm-decoder.ts";
import { likelyPlace } from "./seek-rule.ts";
import { hasSoundBehind, LONGEST_PACKET_SECONDS } from "./sound-behind.ts";
import { startDecoder } from "./start-decoder.ts";

/** Bytes that are decoded into at once, which a core's cache holds. */
const PIECE_BYTES = 128 * 1024;

/** Who jumps about leaves as much behind each time: decoded, and in memory that waits for a garbage collection. */
const AHEAD_BYTES = 256 * 1024;

/** Reading on is cheaper than seeking up to here: starting a decoder takes as long as decoding so much. */
const SKIP_SECONDS = 20;

/** Two who read in turn, as a crossfade does, have a decoder each, however few cores there are. */
const FEWEST_DECODERS = 2;

/** What a recording's sound is read from. */
export interface MediaAudioOptions {
  readonly engine: Engine;
  readonly stream: DecodedStream;
  /** How many frames there are to be. */
  readonly frames: number;
  /**
   * Told when a decoder came to the end of the stream: at which frame, and what ffmpeg said. What it throws,
   * the reader gets.
   */
  onEnd(frame: number, outcome: JobOutcome): void;
  /** Told when there is sound behind the last frame. */
  onMore(): void;
}

/** Sound by range, out of decoders that go on where they were. */
export interface MediaAudio extends AudioSource {
  close(): Promise<void>;
}

/**
 * The sound of a stream. A read that goes on where one ended goes on with its decoder; any other starts one
 * there, and hears what comes before, so that it gives the same samples. Reads of several places at once have a
 * decoder each, as many as there are cores. What the stream lacks at its end is silence.
 */
export function mediaAudio({ engine, stream, frames, onEnd, onMore }: MediaAudioOptions): MediaAudio {
  const { sampleRate, channels } = stream;
  const pcm: PcmStream = { ...stream, encoding: "f32le", aheadBytes: AHEAD_BYTES };
  const turns = new DecoderTurns({
    limit: Math.max(FEWEST_DECODERS, engine.platform.cores),
    reach: (frame) => frame - likelyPlace(stream.seeks, frame) + SKIP_SECONDS * sampleRate,
    start: (frame, signal) => startDecoder(engine, pcm, frame, signal),
  });
  const blockBytes = channels * Float32Array.BYTES_PER_ELEMENT;
  const pieceFrames = Math.floor(PIECE_BYTES / blockBytes);
  /** Memory that no read uses at the moment. */
  const pieces: Float32Array[] = [];

  async function readFrom(
    decoder: PcmDecoder,
    start: number,
    count: number,
    planes: readonly Float32Array[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    await skipTo(decoder, pcm, start, signal);
    const piece = pieces.pop() ?? new Float32Array(pieceFrames * channels);
    let done = decoder.position === start ? 0 : count;
    while (done < count) {
      const wanted = Math.min(count - done, pieceFrames);
      const bytes = new Uint8Array(piece.buffer, 0, wanted * blockBytes);
      const got = Math.floor((await decoder.read(bytes, signal)) / blockBytes);
      for (const [channel, plane] of planes.entries()) {
        deinterleave(piece, channels, channel, plane, done, got);
      }
      done += got;
      if (got < wanted) break;
    }
    pieces.push(piece);
    if (decoder.position < start + count) {
      if (start - decoder.position > LONGEST_PACKET_SECONDS * sampleRate)
        throw noSoundAt(start, sampleRate, frames);
      onEnd(decoder.position, await decoder.outcome);
      for (const plane of planes) plane.fill(0, Math.max(0, decoder.position - start), count);
    } else if (start + count === frames) {
      const hasMore = await hasSoundBehind(decoder, pcm, frames, signal);
      if (decoder.isAtEnd) onEnd(decoder.position, await decoder.outcome);
      if (hasMore) onMore();
    }
  }

  return {
    sampleRate,
    channels,
    frames,
    async read(start, planes, signal) {
      const count = framesToRead({ channels, frames }, start, planes);
      if (count === 0) return 0;
      await turns.with(start, start + count, signal, (decoder) =>
        readFrom(decoder, start, count, planes, signal),
      );
      return count;
    },
    close: () => turns.stop(),
  };
}

/** Silence in place of what was asked for would be a false answer. */
function noSoundAt(start: number, sampleRate: number, frames: number): LongwaveError {
  const [at, declared] = [start, frames].map((frame) => (frame / sampleRate).toFixed(3));
  return new LongwaveError(
    "media/truncated",
    `the file has no sound at ${at} s, although it declares ${declared} s: it is cut off; converted to WAV, it keeps what is there`,
    { actual: start, expected: frames },
  );
}

function deinterleave(
  samples: Float32Array,
  channels: number,
  channel: number,
  plane: Float32Array,
  start: number,
  count: number,
): void {
  for (let n = 0, from = channel; n < count; n++, from += channels) plane[start + n] = samples[from] ?? 0;
}
