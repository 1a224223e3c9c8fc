import { carryRecords } from "./carry-records.ts";
import { viewOf } from "./number-field.ts";
import type { Span } from "./span.ts";

/** A 32-bit word holds numbers below this. */
const WORD = 2 ** 32;

/** Stands in a loudness field for "not set" (EBU Tech 3285, version 2, section 2.3). */
const LOUDNESS_NOT_SET = 0x7fff;

/**
 * Moves the time reference of a `bext` body, 64 bits at byte 338, the lower word first, and unsets the five loudness
 * fields from byte 412 on, which version 2 has (EBU Tech 3285, section 2.3).
 */
export function carryBext(bext: Uint8Array, { from }: Span, littleEndian: boolean): Uint8Array {
  const body = bext.slice();
  const view = viewOf(body);
  if (body.length < 346) return body;
  const low = view.getUint32(338, littleEndian) + from;
  const high = view.getUint32(342, littleEndian) + Math.floor(low / WORD);
  view.setUint32(338, low % WORD, littleEndian);
  view.setUint32(342, high, littleEndian);
  if (body.length < 422 || view.getUint16(346, littleEndian) < 2) return body;
  for (let offset = 412; offset < 422; offset += 2) view.setUint16(offset, LOUDNESS_NOT_SET, littleEndian);
  return body;
}

/** The elements of iXML that say when the recording begins, as the words of a 64-bit number of frames. */
const TIME_ELEMENTS = [
  ["TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI"],
  ["BWF_TIME_REFERENCE_LOW", "BWF_TIME_REFERENCE_HIGH"],
] as const;

/** Moves the times in an `iXML` body. All else stays as it is, byte by byte, whatever it is encoded in. */
export function carryIxml(body: Uint8Array, { from }: Span): Uint8Array {
  const original = charactersOf(body);
  let text = original;
  for (const names of TIME_ELEMENTS) {
    let added = from;
    for (const name of names) {
      text = text.replace(new RegExp(`(<${name}>\\s*)(\\d{1,10})(?=\\s*<)`), (_, tag, digits) => {
        const word = Number(digits) + added;
        added = Math.floor(word / WORD);
        return tag + (word % WORD);
      });
    }
  }
  if (text === original) return body;
  const carried = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) carried[at] = text.charCodeAt(at);
  return carried;
}

/** A character for each byte. */
function charactersOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 4096) {
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  }
  return text;
}

/** Bytes of a `smpl` body before its loops, and of a loop (see smpl.ts). */
const SAMPLER_BYTES = 36;
const LOOP_BYTES = 24;

/** Moves the loops of a `smpl` body that lie wholly within the span; the others go. */
export function carryLoops(
  smpl: Uint8Array,
  { from, to }: Span,
  littleEndian: boolean,
): Uint8Array | undefined {
  if (smpl.length < SAMPLER_BYTES) return undefined;
  const body = smpl.slice();
  const view = viewOf(body);
  const loops = { from: SAMPLER_BYTES, count: view.getUint32(28, littleEndian), size: LOOP_BYTES };
  const { end, oldEnd } = carryRecords(body, loops, (loop) => {
    const start = view.getUint32(loop + 8, littleEndian);
    const last = view.getUint32(loop + 12, littleEndian);
    view.setUint32(loop + 8, start - from, littleEndian);
    view.setUint32(loop + 12, last - from, littleEndian);
    return start >= from && last >= start && last < to;
  });
  view.setUint32(28, (end - SAMPLER_BYTES) / LOOP_BYTES, littleEndian);
  body.copyWithin(end, oldEnd);
  return body.subarray(0, body.length - (oldEnd - end));
}

/** The eight post timers of a `cart` body: four characters and a frame each (AES46-2002, section 5). */
const TIMERS = { from: 684, count: 8, size: 8 };

/** Moves the post timers of a `cart` body; those outside the span go. One at the very end may mark it, and stays. */
export function carryTimers(cart: Uint8Array, { from, to }: Span, littleEndian: boolean): Uint8Array {
  const body = cart.slice();
  const view = viewOf(body);
  const { end, oldEnd } = carryRecords(body, TIMERS, (timer) => {
    const frame = view.getUint32(timer + 4, littleEndian);
    const isUsed = view.getUint32(timer, littleEndian) !== 0 || frame !== 0;
    view.setUint32(timer + 4, frame - from, littleEndian);
    return isUsed && frame >= from && frame <= to;
  });
  return body.fill(0, end, oldEnd);
}
