import type { AudioSource } from "../../audio/audio-source.ts";
import { framesToRead } from "../../audio/frames-to-read.ts";
import { LongwaveError } from "../../stream/error.ts";
import type { Engine } from "../engine/engine.ts";
import type { JobOutcome } from "../engine/job.ts";
import { type PcmDecoder, type PcmStream, skipTo } from "./pcm-decoder.ts";
import { startDecoder } from "./start-decoder.ts";

/** Bytes that are decoded into at once: 16-bit sizes of blocks keep them within a core's cache. */
const PIECE_BYTES = 128 * 1024;

/** Reading on is cheaper than seeking up to here: decoding a minute takes about as long as starting a decoder. */
const SKIP_SECONDS = 20;

/** So much behind the declared end is looked at, for what ffmpeg says at the end of all. */
const LEFTOVER_SECONDS = 1;

/** Two who read in turn, as a crossfade does, have a decoder each. */
const DECODERS = 2;

/** What a recording's sound is read from. */
export interface MediaAudioOptions {
  readonly engine: Engine;
  readonly stream: Omit<PcmStream, "encoding">;
  /** How many frames there are to be. */
  readonly frames: number;
  /**
   * Told when a decoder came to the end of the stream: at which frame, and what ffmpeg said. What it throws, the reader gets.
   */
  onEnd(frame: number, outcome: JobOutcome): void;
}

/** Sound by range, out of decoders that go on where they were. */
export interface MediaAudio extends AudioSource {
  close(): Promise<void>;
}

/**
 * The sound of a stream. A read that goes on where one ended goes on with its decoder; any other starts one there, and hears what
 * comes before, so that it gives the same samples. What the stream lacks at its end is silence.
 */
export function mediaAudio({ engine, stream, frames, onEnd }: MediaAudioOptions): MediaAudio {
  const { sampleRate, channels } = stream;
  const pcm: PcmStream = { ...stream, encoding: "f32le" };
  /** The one that was used last comes last. */
  const decoders: PcmDecoder[] = [];
  const blockBytes = channels * Float32Array.BYTES_PER_ELEMENT;
  const piece = new Float32Array(Math.floor(PIECE_BYTES / blockBytes) * channels);
  let turn: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  /** The decoder that has the shortest way to `start`. */
  async function decoderAt(start: number, signal: AbortSignal | undefined): Promise<PcmDecoder> {
    drop(({ isStopped }) => isStopped);
    const reach = stream.seeks ? SKIP_SECONDS * sampleRate : Number.POSITIVE_INFINITY;
    const ways = decoders
      .map((decoder) => ({ decoder, way: start - decoder.position }))
      .filter(({ way }) => way >= 0 && way <= reach)
      .sort((a, b) => a.way - b.way);
    let decoder = ways[0]?.decoder;
    // At once: while it rests, it may be stopped for another job.
    decoder?.rest(false);
    if (decoder === undefined) {
      if (decoders.length >= DECODERS) decoders.shift()?.stop();
      decoder = await startDecoder(engine, pcm, start, signal);
    }
    drop((other) => other === decoder, false);
    decoders.push(decoder);
    return decoder;
  }

  function drop(which: (decoder: PcmDecoder) => boolean, stop = true): void {
    for (const decoder of decoders.filter(which)) {
      decoders.splice(decoders.indexOf(decoder), 1);
      if (stop) decoder.stop();
    }
  }

  async function read(start: number, planes: Float32Array[], signal?: AbortSignal): Promise<number> {
    if (isClosed) throw new LongwaveError("media/closed", "the recording was closed");
    const count = framesToRead({ channels, frames }, start, planes);
    if (count === 0) return 0;
    const decoder = await decoderAt(start, signal);
    try {
      await skipTo(decoder, pcm, start, signal);
      let done = decoder.position === start ? 0 : count;
      while (done < count) {
        const wanted = Math.min(count - done, piece.length / channels);
        const bytes = new Uint8Array(piece.buffer, 0, wanted * blockBytes);
        const got = Math.floor((await decoder.read(bytes, signal)) / blockBytes);
        for (const [channel, plane] of planes.entries()) {
          deinterleave(piece, channels, channel, plane, done, got);
        }
        done += got;
        if (got < wanted) break;
      }
      if (decoder.position < start + count) {
        onEnd(decoder.position, await decoder.outcome);
        for (const plane of planes) plane.fill(0, Math.max(0, decoder.position - start), count);
      } else if (start + count === frames) {
        await skipTo(decoder, pcm, frames + LEFTOVER_SECONDS * sampleRate, signal);
        if (decoder.isAtEnd) onEnd(decoder.position, await decoder.outcome);
      }
      return count;
    } catch (error) {
      drop((other) => other === decoder);
      throw error;
    } finally {
      decoder.rest(true);
    }
  }

  return {
    sampleRate,
    channels,
    frames,
    read(start, planes, signal) {
      // One after another: two who ask at once would take each other's samples.
      const answer = turn.then(() => read(start, planes, signal));
      turn = answer.catch(() => {});
      return answer;
    },
    async close() {
      isClosed = true;
      drop(() => true);
      await turn;
    },
  };
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
