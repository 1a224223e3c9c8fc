import type { BodyContext, BodyLayout } from "./body.ts";
import { integerField, UINT16_MAX, UINT32_MAX, viewOf, writeUint32Fields } from "./number-field.ts";
import { isTooShort } from "./short-body.ts";

/** The loop chunk of ACID and its kin: how a recording fits into a piece of music. */
export interface AcidLoop {
  /** It is played once; otherwise it is a loop. */
  readonly oneShot: boolean;
  /** Whether `rootNote` says something. */
  readonly hasRootNote: boolean;
  /** It follows the tempo of the piece. */
  readonly stretches: boolean;
  /** It is played from disk instead of from memory. */
  readonly diskBased: boolean;
  /** The flags from 16 up as a number, none unless told otherwise; 16 puts the root note an octave up. */
  readonly otherFlags?: number;
  /** A MIDI note. */
  readonly rootNote: number;
  /** How many beats it has. */
  readonly beats: number;
  /** The time signature: 6 and 8 for six-eight. */
  readonly meter: { readonly numerator: number; readonly denominator: number };
  /** Beats a minute, a 32-bit float. */
  readonly tempo: number;
  /** Two fields that nobody has explained; 0x8000 and 0 unless told otherwise, as in all files seen. */
  readonly unexplained?: { readonly first: number; readonly second: number };
}

const BYTES = 24;

/** What the unexplained fields hold in the files of all programs. */
const USUAL = { first: 0x8000, second: 0 };

/**
 * Reads an `acid` body. Its maker has published no description; this is what those agree on who have looked
 * (libsndfile, `wav_read_acid_chunk`).
 */
export function readAcidLoop(body: Uint8Array, context: BodyContext): AcidLoop | undefined {
  if (isTooShort("acid", body, BYTES, context)) return undefined;
  const { littleEndian } = context;
  const view = viewOf(body);
  const flags = view.getUint32(0, littleEndian);
  const has = (flag: number) => Math.floor(flags / flag) % 2 === 1;
  const otherFlags = flags - (flags % 16);
  const first = view.getUint16(6, littleEndian);
  const second = view.getUint32(8, littleEndian);
  const isUsual = first === USUAL.first && second === USUAL.second;
  return {
    oneShot: has(1),
    hasRootNote: has(2),
    stretches: has(4),
    diskBased: has(8),
    ...(otherFlags > 0 && { otherFlags }),
    rootNote: view.getUint16(4, littleEndian),
    beats: view.getUint32(12, littleEndian),
    meter: { denominator: view.getUint16(16, littleEndian), numerator: view.getUint16(18, littleEndian) },
    tempo: view.getFloat32(20, littleEndian),
    ...(!isUsual && { unexplained: { first, second } }),
  };
}

/**
 * Writes an `acid` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for a number that has no room in its field
 */
export function writeAcidLoop(
  loop: AcidLoop,
  { littleEndian }: Pick<BodyLayout, "littleEndian">,
): Uint8Array {
  const { oneShot, hasRootNote, stretches, diskBased, rootNote, beats, meter, tempo } = loop;
  const { otherFlags = 0, unexplained = USUAL } = loop;
  const { first, second } = unexplained;
  const higherFlags = 16 * integerField("otherFlags / 16", otherFlags / 16, UINT32_MAX);
  const flags =
    Number(oneShot) + 2 * Number(hasRootNote) + 4 * Number(stretches) + 8 * Number(diskBased) + higherFlags;
  const body = new Uint8Array(BYTES);
  const view = viewOf(body);
  const writeUint16 = (offset: number, field: string, value: number) =>
    view.setUint16(offset, integerField(field, value, UINT16_MAX), littleEndian);
  writeUint32Fields(view, 0, { flags }, littleEndian);
  writeUint16(4, "rootNote", rootNote);
  writeUint16(6, "unexplained.first", first);
  writeUint32Fields(view, 8, { "unexplained.second": second, beats }, littleEndian);
  writeUint16(16, "meter.denominator", meter.denominator);
  writeUint16(18, "meter.numerator", meter.numerator);
  view.setFloat32(20, tempo, littleEndian);
  return body;
}
