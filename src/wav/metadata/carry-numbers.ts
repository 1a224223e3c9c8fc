import { LOUDNESS_END, LOUDNESS_NOT_SET, LOUDNESS_START, TIME_REFERENCE, VERSION } from "./bext-layout.ts";
import { carryRecords } from "./carry-records.ts";
import { POST_TIMER_FRAME, POST_TIMERS } from "./cart-layout.ts";
import { viewOf } from "./number-field.ts";
import { HEAD_BYTES, LOOP_BYTES, LOOP_COUNT, LOOP_END, LOOP_START } from "./smpl-layout.ts";
import type { Span } from "./span.ts";

/** A 32-bit word holds numbers below this. */
const WORD = 2 ** 32;

/** Moves the time reference of a `bext` body, and unsets the loudness fields, which were measured over the whole. */
export function carryBext(bext: Uint8Array, { from }: Span, littleEndian: boolean): Uint8Array {
  const body = bext.slice();
  const view = viewOf(body);
  if (body.length < TIME_REFERENCE + 8) return body;
  const low = view.getUint32(TIME_REFERENCE, littleEndian) + from;
  const high = view.getUint32(TIME_REFERENCE + 4, littleEndian) + Math.floor(low / WORD);
  view.setUint32(TIME_REFERENCE, low % WORD, littleEndian);
  view.setUint32(TIME_REFERENCE + 4, high, littleEndian);
  if (body.length < LOUDNESS_END || view.getUint16(VERSION, littleEndian) < 2) return body;
  for (let offset = LOUDNESS_START; offset < LOUDNESS_END; offset += 2) {
    view.setUint16(offset, LOUDNESS_NOT_SET, littleEndian);
  }
  return body;
}

/** The elements of iXML that say when the recording begins, as the words of a 64-bit number of frames. */
const TIME_ELEMENTS = [
  ["TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI"],
  ["BWF_TIME_REFERENCE_LOW", "BWF_TIME_REFERENCE_HIGH"],
] as const;

/** Moves the times in an `iXML` body. All else stays as it is, byte by byte, whatever it is encoded in. */
export function carryIxml(body: Uint8Array, { from }: Span): Uint8Array {
  if (from === 0) return body;
  const original = charactersOf(body);
  const text = TIME_ELEMENTS.reduce((moved, [low, high]) => withTimeMoved(moved, low, high, from), original);
  if (text === original) return body;
  const carried = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) carried[at] = text.charCodeAt(at);
  return carried;
}

/** Leaves a time alone whose lower word is not there, and one that needs an upper word that is not there. */
function withTimeMoved(text: string, low: string, high: string, by: number): string {
  const lowWord = wordIn(text, low);
  if (lowWord === undefined) return text;
  const moved = lowWord + by;
  const withLow = withWord(text, low, moved % WORD);
  if (moved < WORD) return withLow;
  const highWord = wordIn(text, high);
  if (highWord === undefined) return text;
  return withWord(withLow, high, highWord + Math.floor(moved / WORD));
}

/** The number in an element. */
function wordIn(text: string, name: string): number | undefined {
  const digits = wordPattern(name).exec(text)?.[2];
  return digits === undefined ? undefined : Number(digits);
}

function withWord(text: string, name: string, word: number): string {
  return text.replace(wordPattern(name), (_, tag) => tag + word);
}

/** An element's tag, with the spaces behind it, and its digits. */
function wordPattern(name: string): RegExp {
  return new RegExp(`(<${name}>\\s*)(\\d{1,10})(?=\\s*<)`);
}

/** A character for each byte. */
function charactersOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/** Moves the loops of a `smpl` body that lie wholly within the span; the others go. */
export function carryLoops(
  smpl: Uint8Array,
  { from, to }: Span,
  littleEndian: boolean,
): Uint8Array | undefined {
  if (smpl.length < HEAD_BYTES) return undefined;
  const body = smpl.slice();
  const view = viewOf(body);
  const loops = { from: HEAD_BYTES, count: view.getUint32(LOOP_COUNT, littleEndian), size: LOOP_BYTES };
  const { end, oldEnd } = carryRecords(body, loops, (loop) => {
    const start = view.getUint32(loop + LOOP_START, littleEndian);
    const last = view.getUint32(loop + LOOP_END, littleEndian);
    view.setUint32(loop + LOOP_START, start - from, littleEndian);
    view.setUint32(loop + LOOP_END, last - from, littleEndian);
    return start >= from && last >= start && last < to;
  });
  view.setUint32(LOOP_COUNT, (end - HEAD_BYTES) / LOOP_BYTES, littleEndian);
  body.copyWithin(end, oldEnd);
  return body.subarray(0, body.length - (oldEnd - end));
}

/** Moves the post timers of a `cart` body; those outside the span go. One at the very end may mark it, and stays. */
export function carryTimers(cart: Uint8Array, { from, to }: Span, littleEndian: boolean): Uint8Array {
  const body = cart.slice();
  const view = viewOf(body);
  const { end, oldEnd } = carryRecords(body, POST_TIMERS, (timer) => {
    const frame = view.getUint32(timer + POST_TIMER_FRAME, littleEndian);
    const isUsed = view.getUint32(timer, littleEndian) !== 0 || frame !== 0;
    view.setUint32(timer + POST_TIMER_FRAME, frame - from, littleEndian);
    return isUsed && frame >= from && frame <= to;
  });
  return body.fill(0, end, oldEnd);
}
