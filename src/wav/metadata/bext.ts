import { badMetadata, warnOfBody } from "./bad-metadata.ts";
import {
  LOUDNESS_END,
  LOUDNESS_NOT_SET,
  LOUDNESS_START,
  TIME_REFERENCE,
  UMID,
  VERSION,
} from "./bext-layout.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { integerField, UINT16_MAX, viewOf } from "./number-field.ts";
import { isTooShort } from "./short-body.ts";
import { decodeText, encodeText } from "./text.ts";
import { readTextFields, type TextField, writeTextFields } from "./text-field.ts";

/** How loud a recording is (EBU R 128); what was not measured is absent. Two decimals. */
export interface BroadcastLoudness {
  /** Integrated loudness, LUFS; -327.68 to 327.66, as all of them. */
  readonly loudness?: number;
  /** Loudness range, LU. */
  readonly loudnessRange?: number;
  /** Maximum true peak level, dBTP. */
  readonly maxTruePeak?: number;
  /** The highest momentary loudness, LUFS, in windows of 400 ms. */
  readonly maxMomentaryLoudness?: number;
  /** The highest short-term loudness, LUFS, in windows of 3 s. */
  readonly maxShortTermLoudness?: number;
}

/** The broadcast audio extension (EBU Tech 3285, versions 0 to 2). Empty texts and what is not set are absent. */
export interface BroadcastExtension extends BroadcastLoudness {
  /** What it is a recording of; at most 256 bytes. */
  readonly description?: string;
  /** Who made it, or with what; at most 32 bytes. */
  readonly originator?: string;
  /** What they know it by (EBU R 99); at most 32 bytes. */
  readonly originatorReference?: string;
  /** `"2024-05-17"`, as it stands in the file; at most 10 bytes. */
  readonly originationDate?: string;
  /** `"10:05:00"`, as it stands in the file; at most 8 bytes. */
  readonly originationTime?: string;
  /** Frames since midnight of the first frame, up to 2^53 - 1. */
  readonly timeReference?: number;
  /** 1 and up have a UMID, 2 and up loudness. Where it is absent, the lowest is written that has room for the rest. */
  readonly version?: number;
  /** SMPTE ST 330, in hexadecimal digits: 64 for a basic UMID, 128 for an extended one. */
  readonly umid?: string;
  /** What stands in the bytes that the version leaves unused, if it is not all zero. */
  readonly reserved?: Uint8Array;
  /** A line for each step that the signal went through, each ended by CR LF. */
  readonly codingHistory?: string;
}

const TEXT_FIELDS = [
  { name: "description", from: 0, length: 256 },
  { name: "originator", from: 256, length: 32 },
  { name: "originatorReference", from: 288, length: 32 },
  { name: "originationDate", from: 320, length: 10 },
  { name: "originationTime", from: 330, length: 8 },
] as const satisfies readonly TextField[];

const UMID_BYTES = 64;
const BASIC_UMID_BYTES = 32;

/** Numbers of 16 bits, in hundredths. */
const LOUDNESS_FIELDS = [
  { name: "loudness", from: LOUDNESS_START },
  { name: "loudnessRange", from: LOUDNESS_START + 2 },
  { name: "maxTruePeak", from: LOUDNESS_START + 4 },
  { name: "maxMomentaryLoudness", from: LOUDNESS_START + 6 },
  { name: "maxShortTermLoudness", from: LOUDNESS_START + 8 },
] as const;

/** Where the unused bytes begin in the versions 0, 1 and 2. */
const RESERVED: readonly [number, number, number] = [UMID, LOUDNESS_START, LOUDNESS_END];

const CODING_HISTORY = 602;

/** Reads a `bext` body; of one that is too short, the fields that are there. */
export function readBext(body: Uint8Array, context: BodyContext): BroadcastExtension | undefined {
  const isShort = isTooShort("bext", body, CODING_HISTORY, context);
  if (body.length === 0) return undefined;
  // A field that is cut in two is not there, but for texts.
  const has = (end: number): boolean => body.length >= end;
  const version = has(UMID) ? viewOf(body).getUint16(VERSION, context.littleEndian) : 0;
  const umid = version >= 1 && has(UMID + UMID_BYTES) ? readUmid(body) : undefined;
  const reserved = body.slice(reservedFrom(version), CODING_HISTORY);
  const codingHistory = decodeText(body.subarray(CODING_HISTORY), context.encoding);
  const timeReference = has(TIME_REFERENCE + 8) ? readTimeReference(body, context) : undefined;
  return {
    ...readTextFields(body, TEXT_FIELDS, context.encoding),
    ...(timeReference !== undefined && { timeReference }),
    ...(has(UMID) && { version }),
    ...(umid !== undefined && { umid }),
    ...(version >= 2 && readLoudness(body, context)),
    ...(!isShort && reserved.some((byte) => byte !== 0) && { reserved }),
    ...(codingHistory !== "" && { codingHistory }),
  };
}

/**
 * Writes a `bext` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for what has no room in its field or in the version, `wav/bad-text`
 */
export function writeBext(value: BroadcastExtension, layout: BodyLayout): Uint8Array<ArrayBuffer> {
  const { littleEndian, encoding } = layout;
  const codingHistory = encodeText(value.codingHistory ?? "", encoding);
  const body = new Uint8Array(CODING_HISTORY + codingHistory.length);
  const view = viewOf(body);
  writeTextFields(body, TEXT_FIELDS, value, encoding);
  const timeReference = integerField("timeReference", value.timeReference ?? 0, Number.MAX_SAFE_INTEGER);
  view.setUint32(TIME_REFERENCE, timeReference % 2 ** 32, littleEndian);
  view.setUint32(TIME_REFERENCE + 4, Math.floor(timeReference / 2 ** 32), littleEndian);
  const version = versionFor(value);
  view.setUint16(VERSION, version, littleEndian);
  if (value.umid !== undefined) body.set(umidBytes(value.umid), UMID);
  if (version >= 2) writeLoudness(view, value, littleEndian);
  writeReserved(body, value.reserved, reservedFrom(version));
  body.set(codingHistory, CODING_HISTORY);
  return body;
}

function readTimeReference(body: Uint8Array, context: BodyContext): number | undefined {
  const view = viewOf(body);
  const low = view.getUint32(TIME_REFERENCE, context.littleEndian);
  const high = view.getUint32(TIME_REFERENCE + 4, context.littleEndian);
  const frames = high * 2 ** 32 + low;
  if (Number.isSafeInteger(frames)) return frames;
  const words = `a time reference of ${frames} frames is left out; it can be at most 2^53 - 1`;
  warnOfBody(context, {
    at: TIME_REFERENCE,
    words,
    actual: frames,
    expected: Number.MAX_SAFE_INTEGER,
  });
  return undefined;
}

/** The hexadecimal digits; `undefined` where all are zero. */
function readUmid(body: Uint8Array): string | undefined {
  const bytes = body.subarray(UMID, UMID + UMID_BYTES);
  const isBasic = bytes.subarray(BASIC_UMID_BYTES).every((byte) => byte === 0);
  if (isBasic && bytes.every((byte) => byte === 0)) return undefined;
  const used = isBasic ? bytes.subarray(0, BASIC_UMID_BYTES) : bytes;
  return Array.from(used, (byte) => byte.toString(16).padStart(2, "0"))
    .join("")
    .toUpperCase();
}

function umidBytes(umid: string): Uint8Array {
  const isUmid = /^[0-9a-f]*$/i.test(umid) && [2 * BASIC_UMID_BYTES, 2 * UMID_BYTES].includes(umid.length);
  if (!isUmid) {
    const message = `umid must be 64 or 128 hexadecimal digits, got ${JSON.stringify(umid)}`;
    throw badMetadata(message, umid, "64 or 128 hexadecimal digits");
  }
  return Uint8Array.from(umid.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
}

function readLoudness(body: Uint8Array, context: BodyContext): BroadcastLoudness {
  const view = viewOf(body);
  const measured: { -readonly [name in keyof BroadcastLoudness]: number } = {};
  for (const { name, from } of LOUDNESS_FIELDS) {
    if (from + 2 > body.length) break;
    const hundredths = view.getInt16(from, context.littleEndian);
    if (hundredths !== LOUDNESS_NOT_SET) measured[name] = hundredths / 100;
  }
  return measured;
}

function writeLoudness(view: DataView, value: BroadcastLoudness, littleEndian: boolean): void {
  for (const { name, from } of LOUDNESS_FIELDS) {
    const measured = value[name];
    const hundredths =
      measured === undefined
        ? LOUDNESS_NOT_SET
        : integerField(`${name} in hundredths`, Math.round(measured * 100), LOUDNESS_NOT_SET - 1, -0x8000);
    view.setInt16(from, hundredths, littleEndian);
  }
}

/** The version to write: the one that is asked for, or the lowest that has room. */
function versionFor(value: BroadcastExtension): number {
  const hasLoudness = LOUDNESS_FIELDS.some(({ name }) => value[name] !== undefined);
  const needed = hasLoudness ? 2 : value.umid !== undefined ? 1 : 0;
  return integerField("version", value.version ?? needed, UINT16_MAX, needed);
}

function reservedFrom(version: number): number {
  return version === 0 ? RESERVED[0] : version === 1 ? RESERVED[1] : RESERVED[2];
}

function writeReserved(body: Uint8Array, reserved: Uint8Array | undefined, from: number): void {
  if (!reserved) return;
  const room = CODING_HISTORY - from;
  if (reserved.length > room) {
    const message = `reserved has room for ${room} bytes in this version, got ${reserved.length}`;
    throw badMetadata(message, reserved.length, room);
  }
  body.set(reserved, from);
}
