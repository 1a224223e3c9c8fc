import { TIME_REFERENCE } from "./bext-layout.ts";
import { carryRecords } from "./carry-records.ts";
import { POST_TIMER_FRAME, POST_TIMERS } from "./cart-layout.ts";
import { viewOf } from "./number-field.ts";
import {
  HEAD_BYTES,
  LOOP_BYTES,
  LOOP_COUNT,
  LOOP_END,
  LOOP_FRACTION,
  LOOP_START,
  SAMPLE_PERIOD,
} from "./smpl-layout.ts";
import { scaledFrame, scaledWord, type TimeScale } from "./time-scale.ts";

const WORD = 2 ** 32;

/** A `bext` body with its time reference at another sample rate. */
export function scaleBext(bext: Uint8Array, scale: TimeScale, littleEndian: boolean): Uint8Array {
  const body = bext.slice();
  if (body.length < TIME_REFERENCE + 8) return body;
  const view = viewOf(body);
  const low = view.getUint32(TIME_REFERENCE, littleEndian);
  const high = view.getUint32(TIME_REFERENCE + 4, littleEndian);
  const frames = scaledFrame(high * WORD + low, scale);
  view.setUint32(TIME_REFERENCE, frames % WORD, littleEndian);
  view.setUint32(TIME_REFERENCE + 4, Math.floor(frames / WORD), littleEndian);
  return body;
}

/**
 * A `smpl` body at another sample rate: its period, and its loops, which begin and end at the nearest frames, without
 * fractions. `undefined` for one that cannot be read.
 */
export function scaleLoops(
  smpl: Uint8Array,
  scale: TimeScale,
  littleEndian: boolean,
): Uint8Array | undefined {
  if (smpl.length < HEAD_BYTES) return undefined;
  const body = smpl.slice();
  const view = viewOf(body);
  view.setUint32(SAMPLE_PERIOD, Math.round(1e9 / scale.to), littleEndian);
  const loops = { from: HEAD_BYTES, count: view.getUint32(LOOP_COUNT, littleEndian), size: LOOP_BYTES };
  const { end, oldEnd } = carryRecords(body, loops, (loop) => {
    const start = scaledWord(view.getUint32(loop + LOOP_START, littleEndian), scale);
    // The last frame is played too: what scales is where the loop begins anew.
    const next = scaledWord(view.getUint32(loop + LOOP_END, littleEndian) + 1, scale);
    if (start === undefined || next === undefined) return false;
    view.setUint32(loop + LOOP_START, start, littleEndian);
    view.setUint32(loop + LOOP_END, Math.max(start, next - 1), littleEndian);
    view.setUint32(loop + LOOP_FRACTION, 0, littleEndian);
    return true;
  });
  view.setUint32(LOOP_COUNT, (end - HEAD_BYTES) / LOOP_BYTES, littleEndian);
  body.copyWithin(end, oldEnd);
  return body.subarray(0, body.length - (oldEnd - end));
}

/** A `cart` body with its post timers at another sample rate. */
export function scaleTimers(cart: Uint8Array, scale: TimeScale, littleEndian: boolean): Uint8Array {
  const body = cart.slice();
  const view = viewOf(body);
  const { end, oldEnd } = carryRecords(body, POST_TIMERS, (timer) => {
    const frame = scaledWord(view.getUint32(timer + POST_TIMER_FRAME, littleEndian), scale);
    view.setUint32(timer + POST_TIMER_FRAME, frame ?? 0, littleEndian);
    return frame !== undefined;
  });
  return body.fill(0, end, oldEnd);
}
