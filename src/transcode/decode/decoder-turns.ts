import { LongwaveError } from "../../stream/error.ts";
import { sleep } from "../../stream/wait.ts";
import type { PcmDecoder } from "./pcm-decoder.ts";

/**
 * A decoder that nobody waits for is left for so long to whoever read from it last, and may be about to read on: starting another
 * one takes ten times as long.
 */
const GRACE_MS = 5;

/** How decoders are started, and what is worth going on with. */
export interface DecoderTurnsOptions {
  /** Most decoders at once. */
  readonly limit: number;
  /** So many frames before `frame` are passed over rather than starting another decoder for it. */
  reach(frame: number): number;
  start(frame: number, signal: AbortSignal | undefined): Promise<PcmDecoder>;
}

/** A decoder, and those who have asked for what comes out of it, one after another. */
interface Line {
  decoder: PcmDecoder | undefined;
  /** The frame where it will be when all were served. */
  end: number;
  readers: number;
  idleSince: number;
  turn: Promise<unknown>;
}

/** Shares some decoders of one stream among those who read it in several places at once. */
export class DecoderTurns {
  readonly #options: DecoderTurnsOptions;
  readonly #lines: Line[] = [];
  #isStopped = false;

  constructor(options: DecoderTurnsOptions) {
    this.#options = options;
  }

  /**
   * Does something with the decoder that has the shortest way to frame `start`; or, where it is far from all, with a new one. It
   * stands before `start` or there, or, where time stamps say otherwise, behind it.
   *
   * @param end where the decoder will be afterwards
   * @param use what it is wanted for; when it throws, the decoder is stopped
   * @throws what `use` throws, and what starting a decoder throws; LongwaveError `media/closed`
   */
  async with<T>(
    start: number,
    end: number,
    signal: AbortSignal | undefined,
    use: (decoder: PcmDecoder) => Promise<T>,
  ): Promise<T> {
    this.#checkOpen();
    let line = this.#find(start);
    while (line === undefined) {
      await Promise.race(this.#lines.map(({ turn }) => turn));
      await sleep(GRACE_MS, signal);
      this.#checkOpen();
      line = this.#find(start);
    }
    const claimed = line;
    claimed.readers += 1;
    claimed.end = end;
    const answer = claimed.turn.then(() => this.#serve(claimed, start, signal, use));
    claimed.turn = answer.then(
      () => this.#leave(claimed),
      () => this.#leave(claimed),
    );
    return answer;
  }

  /** Stops all decoders, and refuses whoever comes later. Fulfilled when nobody uses them any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const { decoder } of this.#lines) decoder?.stop();
    await Promise.all(this.#lines.map(({ turn }) => turn));
    // One may have been on its way.
    for (const { decoder } of this.#lines) decoder?.stop();
  }

  #checkOpen(): void {
    if (this.#isStopped) throw new LongwaveError("media/closed", "the recording was closed");
  }

  #find(start: number): Line | undefined {
    const { limit } = this.#options;
    const reach = this.#options.reach(start);
    const ways = this.#lines
      .map((line) => ({ line, way: start - line.end }))
      .filter(({ way }) => way >= 0 && way <= reach)
      .sort((a, b) => a.way - b.way);
    if (ways[0]) return ways[0].line;
    if (this.#lines.length < limit) {
      const line = { decoder: undefined, end: start, readers: 0, idleSince: 0, turn: Promise.resolve() };
      this.#lines.push(line);
      return line;
    }
    const [longestIdle] = this.#lines
      .filter(({ readers }) => readers === 0)
      .sort((a, b) => a.idleSince - b.idleSince);
    if (longestIdle && performance.now() - longestIdle.idleSince >= GRACE_MS) return longestIdle;
    return undefined;
  }

  async #serve<T>(
    line: Line,
    start: number,
    signal: AbortSignal | undefined,
    use: (decoder: PcmDecoder) => Promise<T>,
  ): Promise<T> {
    signal?.throwIfAborted();
    this.#checkOpen();
    try {
      const decoder = this.#goesOn(line.decoder, start)
        ? line.decoder
        : await this.#restart(line, start, signal);
      decoder.rest(false);
      const result = await use(decoder);
      decoder.rest(true);
      return result;
    } catch (error) {
      line.decoder?.stop();
      line.decoder = undefined;
      this.#checkOpen();
      throw error;
    }
  }

  #goesOn(decoder: PcmDecoder | undefined, start: number): decoder is PcmDecoder {
    if (decoder === undefined || decoder.isStopped) return false;
    return decoder.position <= start && start - decoder.position <= this.#options.reach(start);
  }

  async #restart(line: Line, start: number, signal: AbortSignal | undefined): Promise<PcmDecoder> {
    line.decoder?.stop();
    line.decoder = undefined;
    line.decoder = await this.#options.start(start, signal);
    return line.decoder;
  }

  #leave(line: Line): void {
    line.readers -= 1;
    line.idleSince = performance.now();
  }
}
