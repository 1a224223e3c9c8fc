import { badFormat, type WavFormat } from "../format.ts";
import type { BlockDecoder } from "./block-decoder.ts";
import { framesIn } from "./block-size.ts";
import { GAINS, PULSES, RATIO_BITS, RATIOS, roundedProduct } from "./gsm-tables.ts";

const FRAME_SAMPLES = 160;
const SUBFRAMES = 4;
const SUBFRAME_SAMPLES = 40;
const SUBFRAME_PULSES = 13;

/** How far back the residual of earlier is taken from, in samples (ETSI EN 300 961, section 5.3.2). */
const SHORTEST_LAG = 40;
const LONGEST_LAG = 120;

/** Where the filter goes from the ratios of the last frame to those of this one (section 5.2.9.1). */
const SEGMENTS: readonly (readonly [end: number, quartersOfLast: number])[] = [
  [13, 3],
  [27, 2],
  [40, 1],
  [FRAME_SAMPLES, 0],
];

/** What is left out of the highs by the encoder and put back at the end, in 1/32768 (section 5.3.5). */
const DEEMPHASIS = 28180;

/** What a decoder keeps from frame to frame, and the room that it works in. */
interface Memory {
  /** The last 120 samples of the residual, then those of the frame. */
  readonly residual: Int16Array;
  /** The log area ratios of the last frame and of this one. */
  readonly lastRatios: Int16Array;
  readonly ratios: Int16Array;
  /** The coefficients of the filter, one for each of its eight stages. */
  readonly reflections: Int16Array;
  /** What each stage of the filter passed on, and the filter's output. */
  readonly stages: Int16Array;
  /** The frame's samples. */
  readonly samples: Int16Array;
  /** How far back the residual of earlier was taken from. */
  lag: number;
  /** The last output of the de-emphasis. */
  last: number;
}

/** The next bits of a block. */
interface BitReader {
  readonly block: Uint8Array;
  /** Bits before the next. */
  position: number;
}

/**
 * The decoder of GSM 06.10 full rate (ETSI EN 300 961; format tag 0x0031), which has one channel. Two frames are packed
 * into the 65 bytes of a block without a gap, each field with its lowest bit first.
 *
 * @throws LongwaveError `wav/bad-format`
 */
export function gsmDecoder({ channels }: Pick<WavFormat, "channels">): BlockDecoder {
  if (channels !== 1) throw badFormat("channels of GSM 6.10", "1", channels);
  return decoderWith({
    residual: new Int16Array(LONGEST_LAG + FRAME_SAMPLES),
    lastRatios: new Int16Array(RATIO_BITS.length),
    ratios: new Int16Array(RATIO_BITS.length),
    reflections: new Int16Array(RATIO_BITS.length),
    stages: new Int16Array(RATIO_BITS.length + 1),
    samples: new Int16Array(FRAME_SAMPLES),
    lag: SHORTEST_LAG,
    last: 0,
  });
}

function decoderWith(memory: Memory): BlockDecoder {
  return {
    hasMemory: true,
    decode(block, [plane], at, skip, count) {
      const bits: BitReader = { block, position: 0 };
      // All that is there is decoded, whatever is asked for: the next block goes on from it.
      const frames = framesIn(block.length, "gsm", 1);
      for (let first = 0; first < frames; first += FRAME_SAMPLES) {
        decodeFrame(memory, bits);
        if (!plane) continue;
        const end = Math.min(first + FRAME_SAMPLES, skip + count);
        for (let frame = Math.max(first, skip); frame < end; frame++) {
          plane[at + frame - skip] = (memory.samples[frame - first] ?? 0) / 0x8000;
        }
      }
    },
    copy: () => decoderWith(structuredClone(memory)),
  };
}

/** Decodes the next frame into `memory.samples`. */
function decodeFrame(memory: Memory, bits: BitReader): void {
  const { residual, lastRatios, ratios } = memory;
  lastRatios.set(ratios);
  for (let ratio = 0; ratio < RATIO_BITS.length; ratio++) {
    ratios[ratio] = RATIOS[ratio]?.[take(bits, RATIO_BITS[ratio] ?? 0)] ?? 0;
  }
  residual.copyWithin(0, FRAME_SAMPLES);
  for (let subframe = 0; subframe < SUBFRAMES; subframe++) {
    decodeResidual(memory, bits, LONGEST_LAG + subframe * SUBFRAME_SAMPLES);
  }
  let from = 0;
  for (const [end, quarters] of SEGMENTS) {
    blendReflections(memory, quarters);
    synthesize(memory, from, end);
    from = end;
  }
}

/** The next `count` bits of a block, 7 at most, as a number. */
function take(bits: BitReader, count: number): number {
  const byte = bits.position >> 3;
  const pair = (bits.block[byte] ?? 0) | ((bits.block[byte + 1] ?? 0) << 8);
  const value = (pair >> (bits.position & 7)) & ((1 << count) - 1);
  bits.position += count;
  return value;
}

/** Fills a subframe of the residual: that of earlier, fainter, and pulses at every third sample (sections 5.2.17, 5.3.2). */
function decodeResidual(memory: Memory, bits: BitReader, start: number): void {
  const { residual } = memory;
  const lag = take(bits, 7);
  // A lag that cannot be is the last one that could.
  if (lag >= SHORTEST_LAG && lag <= LONGEST_LAG) memory.lag = lag;
  const gain = GAINS[take(bits, 2)] ?? 0;
  const grid = take(bits, 2);
  const maximum = take(bits, 6);
  for (let at = start; at < start + SUBFRAME_SAMPLES; at++) {
    residual[at] = roundedProduct(gain, residual[at - memory.lag] ?? 0);
  }
  for (let pulse = 0; pulse < SUBFRAME_PULSES; pulse++) {
    const at = start + grid + 3 * pulse;
    residual[at] = saturated((residual[at] ?? 0) + (PULSES[8 * maximum + take(bits, 3)] ?? 0));
  }
}

/** Computes the coefficients of the filter between the last frame and this one (sections 5.2.9.1 and 5.2.9.2). */
function blendReflections({ lastRatios, ratios, reflections }: Memory, quartersOfLast: number): void {
  for (let stage = 0; stage < reflections.length; stage++) {
    const ratio = blend(lastRatios[stage] ?? 0, ratios[stage] ?? 0, quartersOfLast);
    const size = Math.abs(ratio);
    const reflection = size < 11059 ? size * 2 : size < 20070 ? size + 11059 : (size >> 2) + 26112;
    reflections[stage] = ratio < 0 ? -reflection : reflection;
  }
}

/** So many quarters of `last` and the rest of `next`; halves and quarters are cut off to integers one by one. */
function blend(last: number, next: number, quartersOfLast: number): number {
  switch (quartersOfLast) {
    case 3:
      return (last >> 2) + (next >> 2) + (last >> 1);
    case 2:
      return (last >> 1) + (next >> 1);
    case 1:
      return (last >> 2) + (next >> 2) + (next >> 1);
    default:
      return next;
  }
}

/** Filters the residual of some samples of the frame into sound (sections 5.3.4 to 5.3.7). */
function synthesize(memory: Memory, from: number, end: number): void {
  const { residual, reflections, stages, samples } = memory;
  let { last } = memory;
  for (let frame = from; frame < end; frame++) {
    let sample = residual[LONGEST_LAG + frame] ?? 0;
    for (let stage = reflections.length - 1; stage >= 0; stage--) {
      const reflection = reflections[stage] ?? 0;
      const state = stages[stage] ?? 0;
      sample = saturated(sample - roundedProduct(reflection, state));
      stages[stage + 1] = saturated(state + roundedProduct(reflection, sample));
    }
    stages[0] = sample;
    last = saturated(sample + roundedProduct(last, DEEMPHASIS));
    // The encoder has 13 bits.
    samples[frame] = saturated(2 * last) & ~7;
  }
  memory.last = last;
}

function saturated(value: number): number {
  return value > 0x7fff ? 0x7fff : value < -0x8000 ? -0x8000 : value;
}
