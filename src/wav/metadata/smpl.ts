import type { BodyContext, BodyLayout } from "./body.ts";
import { integerField, UINT32_MAX, viewOf, writeUint32Fields } from "./number-field.ts";
import { isTooShort, warnOfCount } from "./short-body.ts";
import { HEAD_BYTES, LOOP_BYTES, LOOP_COUNT, LOOP_END, LOOP_START } from "./smpl-layout.ts";

/** How a loop is played; the types from 32 up are a manufacturer's own. */
export type SamplerLoopType = "forward" | "alternating" | "backward" | number;

/** A stretch that a sampler plays again and again. */
export interface SamplerLoop {
  /** Unique among the loops; may be that of a cue point. */
  readonly id: number;
  /** Which way it is played. */
  readonly type: SamplerLoopType;
  /** Its first frame. */
  readonly start: number;
  /** Its last frame, which is played too. */
  readonly end: number;
  /** What a loop of a fractional length has on top of `end`, in units of 2^-32 frames. */
  readonly fraction: number;
  /** How often it is played; 0 stands for without end. */
  readonly playCount: number;
}

/** The sampler chunk: what a sampler needs to play a recording as a note. */
export interface Sampler {
  /** The MIDI Manufacturers Association's number, its length in bytes in the upper byte; 0 for none in particular. */
  readonly manufacturer: number;
  /** The manufacturer's number of the product; 0 for none in particular. */
  readonly product: number;
  /** Nanoseconds from one frame to the next. */
  readonly samplePeriod: number;
  /** The MIDI note at which it is played as recorded; 60 is middle C. */
  readonly unityNote: number;
  /** How much higher than that note it sounds, in units of 2^-32 semitones. */
  readonly pitchFraction: number;
  /** Frames a second of the SMPTE offset: 24, 25, 29 (30 drop) or 30; 0 for no offset. */
  readonly smpteFormat: number;
  /** The time of the first frame, a byte each from the top: hours (signed), minutes, seconds, frames. */
  readonly smpteOffset: number;
  /** Any number of them, in the order of the file. */
  readonly loops: readonly SamplerLoop[];
  /** What a manufacturer has added. */
  readonly data?: Uint8Array;
}

/** The types by number. */
const LOOP_TYPES = ["forward", "alternating", "backward"] as const;

/**
 * Reads a `smpl` body (Microsoft, "New Multimedia Data Types and Data Techniques", "Sampler Chunk"). Loops that are
 * claimed and are not there are left out.
 */
export function readSampler(body: Uint8Array, context: BodyContext): Sampler | undefined {
  if (isTooShort("smpl", body, HEAD_BYTES, context)) return undefined;
  const view = viewOf(body);
  const word = (offset: number) => view.getUint32(offset, context.littleEndian);
  const claimed = word(LOOP_COUNT);
  const count = Math.min(claimed, Math.floor((body.length - HEAD_BYTES) / LOOP_BYTES));
  if (count < claimed) warnOfCount("loops of the sampler chunk", claimed, count, context);
  const data = body.slice(HEAD_BYTES + count * LOOP_BYTES);
  if (data.length !== word(32)) warnOfCount("bytes of sampler data", word(32), data.length, context);
  return {
    manufacturer: word(0),
    product: word(4),
    samplePeriod: word(8),
    unityNote: word(12),
    pitchFraction: word(16),
    smpteFormat: word(20),
    smpteOffset: word(24),
    loops: Array.from({ length: count }, (_, index) => {
      const offset = HEAD_BYTES + index * LOOP_BYTES;
      return {
        id: word(offset),
        type: LOOP_TYPES[word(offset + 4)] ?? word(offset + 4),
        start: word(offset + LOOP_START),
        end: word(offset + LOOP_END),
        fraction: word(offset + 16),
        playCount: word(offset + 20),
      };
    }),
    ...(data.length > 0 && { data }),
  };
}

/**
 * Writes a `smpl` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in 32 bits
 */
export function writeSampler(
  sampler: Sampler,
  { littleEndian }: Pick<BodyLayout, "littleEndian">,
): Uint8Array {
  const { loops, data = new Uint8Array(0), ...head } = sampler;
  const body = new Uint8Array(HEAD_BYTES + loops.length * LOOP_BYTES + data.length);
  const view = viewOf(body);
  const { manufacturer, product, samplePeriod, unityNote, pitchFraction, smpteFormat, smpteOffset } = head;
  const fields = { manufacturer, product, samplePeriod, unityNote, pitchFraction, smpteFormat, smpteOffset };
  writeUint32Fields(view, 0, { ...fields, loops: loops.length, dataBytes: data.length }, littleEndian);
  loops.forEach(({ id, type, start, end, fraction, playCount }, index) => {
    const offset = HEAD_BYTES + index * LOOP_BYTES;
    const loop = { id, type: loopTypeNumber(type), start, end, fraction, playCount };
    writeUint32Fields(view, offset, loop, littleEndian);
  });
  body.set(data, HEAD_BYTES + loops.length * LOOP_BYTES);
  return body;
}

function loopTypeNumber(type: SamplerLoopType): number {
  return integerField("type", typeof type === "number" ? type : LOOP_TYPES.indexOf(type), UINT32_MAX);
}
