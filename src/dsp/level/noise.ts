import { checkIntegerOption } from "../../stream/integer-option.ts";

/** Noise that is a function of the frame: any frame can be asked for first. White, and the same on every machine. */
export interface Noise {
  /**
   * Fills in noise that is evenly distributed from 0 up to, but not including, 1, in steps of 2^-32.
   *
   * @param frame that of `into[0]`, 0 or more; at most 2^53 with those that follow
   * @param frames how many; all of `into` unless told otherwise
   */
  uniform(into: Float64Array, frame: number, frames?: number): void;
  /**
   * Fills in noise of triangular distribution (TPDF): the difference of two numbers that are evenly distributed, in
   * steps of 2^-16 between -1 and 1, neither of which it reaches. Its mean is 0, its variance 1/6.
   *
   * @param frame that of `into[0]`, 0 or more; at most 2^53 with those that follow
   * @param frames how many; all of `into` unless told otherwise
   */
  triangular(into: Float64Array, frame: number, frames?: number): void;
}

/** Which noise it is. */
export interface NoiseOptions {
  /** An integer, 0 or more; 0 unless told otherwise. */
  readonly seed?: number;
  /** An integer, 0 or more; 0 unless told otherwise. Channels have nothing in common. */
  readonly channel?: number;
}

const WORD = 2 ** 32;

/** The fractional part of the golden ratio, as 32 bits: a number without a pattern. */
const GOLDEN = 0x9e3779b9;

/**
 * The noise of a seed and a channel.
 *
 * The lower 32 bits of a frame go through an integer hash of three rounds, with keys before the first two that are made
 * of the seed, the channel and the upper bits of the frame by the same hash. (Shifts and multipliers: C. Wellons,
 * "Prospecting for Hash Functions", 2018, `triple32`.)
 *
 * @throws LongwaveError `options/invalid`
 */
export function noise({ seed = 0, channel = 0 }: NoiseOptions = {}): Noise {
  checkIntegerOption("seed", seed, 0);
  checkIntegerOption("channel", channel, 0);
  const seedKey = keyOf(seed, GOLDEN);
  const channelKey = keyOf(channel, seedKey);

  function fill(into: Float64Array, frame: number, frames: number, isTriangular: boolean): void {
    for (let at = 0; at < frames; ) {
      const upper = Math.floor((frame + at) / WORD);
      const lower = frame + at - upper * WORD;
      const end = Math.min(frames, at + WORD - lower);
      const key = hash(upper, channelKey, seedKey);
      const secondKey = hash(key, seedKey, GOLDEN);
      if (isTriangular) fillTriangular(into, at, end, lower, key, secondKey);
      else fillUniform(into, at, end, lower, key, secondKey);
      at = end;
    }
  }

  return {
    uniform: (into, frame, frames = into.length) => fill(into, frame, frames, false),
    triangular: (into, frame, frames = into.length) => fill(into, frame, frames, true),
  };
}

/** A key that is made of an integer of up to 53 bits and another key. */
function keyOf(integer: number, key: number): number {
  return hash(integer % WORD, key, hash(Math.floor(integer / WORD), GOLDEN, key));
}

function fillUniform(
  into: Float64Array,
  from: number,
  to: number,
  word: number,
  key: number,
  secondKey: number,
): void {
  for (let n = from; n < to; n++) into[n] = (hash(word + n - from, key, secondKey) >>> 0) / WORD;
}

function fillTriangular(
  into: Float64Array,
  from: number,
  to: number,
  word: number,
  key: number,
  secondKey: number,
): void {
  for (let n = from; n < to; n++) {
    const bits = hash(word + n - from, key, secondKey);
    into[n] = ((bits >>> 16) - (bits & 0xffff)) / 0x1_0000;
  }
}

/** 32 bits that look like chance, of 32 bits and two keys of as many. */
function hash(word: number, key: number, secondKey: number): number {
  let bits = word ^ key;
  bits = Math.imul(bits ^ (bits >>> 17), 0xed5ad4bb);
  bits = bits ^ (bits >>> 11) ^ secondKey;
  bits = Math.imul(bits, 0xac4c1b51);
  bits = Math.imul(bits ^ (bits >>> 15), 0x31848bab);
  return bits ^ (bits >>> 14);
}
