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
  unsetLoudness(body, littleEndian);
  return body;
}

/** Unsets the loudness fields of a `bext` body, which is changed. */
export function unsetLoudness(body: Uint8Array, littleEndian: boolean): void {
  const view = viewOf(body);
  if (body.length < LOUDNESS_END || view.getUint16(VERSION, littleEndian) < 2) return;
  for (let offset = LOUDNESS_START; offset < LOUDNESS_END; offset += 2) {
    view.setUint16(offset, LOUDNESS_NOT_SET, littleEndian);
  }
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
