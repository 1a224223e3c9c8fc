import type { BodyContext } from "./body.ts";
import { integerField, viewOf } from "./number-field.ts";
import { isTooShort } from "./short-body.ts";

/** The instrument chunk: how a recording is played as a note. Notes and velocities are those of MIDI, 0 to 127. */
export interface Instrument {
  /** The note at which it is played as recorded; 60 is middle C. */
  readonly unshiftedNote: number;
  /** By how much to tune it, in cents, -50 to 50. */
  readonly fineTune: number;
  /** By how much to make it louder, in decibels, -128 to 127. */
  readonly gain: number;
  /** The lowest note that it is for. */
  readonly lowNote: number;
  /** The highest note that it is for. */
  readonly highNote: number;
  /** The lowest velocity that it is for. */
  readonly lowVelocity: number;
  /** The highest velocity that it is for. */
  readonly highVelocity: number;
}

const BYTES = 7;

/** Reads an `inst` body (Microsoft, "New Multimedia Data Types and Data Techniques", "Instrument Chunk"). */
export function readInstrument(body: Uint8Array, context: BodyContext): Instrument | undefined {
  if (isTooShort("inst", body, BYTES, context)) return undefined;
  const view = viewOf(body);
  return {
    unshiftedNote: view.getUint8(0),
    fineTune: view.getInt8(1),
    gain: view.getInt8(2),
    lowNote: view.getUint8(3),
    highNote: view.getUint8(4),
    lowVelocity: view.getUint8(5),
    highVelocity: view.getUint8(6),
  };
}

/**
 * Writes an `inst` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in its byte
 */
export function writeInstrument(instrument: Instrument): Uint8Array {
  const unsigned = (field: keyof Instrument) => integerField(field, instrument[field], 0xff);
  // A negative number in an array of bytes is stored as its two's complement.
  const signed = (field: keyof Instrument) => integerField(field, instrument[field], 0x7f, -0x80);
  return Uint8Array.of(
    unsigned("unshiftedNote"),
    signed("fineTune"),
    signed("gain"),
    unsigned("lowNote"),
    unsigned("highNote"),
    unsigned("lowVelocity"),
    unsigned("highVelocity"),
  );
}
