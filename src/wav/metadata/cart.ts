import { readFourCharacters } from "../chunk.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { POST_TIMER_FRAME, POST_TIMERS } from "./cart-layout.ts";
import { writeCodeField } from "./character-field.ts";
import { integerField, UINT32_MAX, viewOf } from "./number-field.ts";
import { isTooShort } from "./short-body.ts";
import { decodeText, encodeText } from "./text.ts";
import { readTextFields, type TextField, writeTextFields } from "./text-field.ts";

/** A place in a recording that a radio station's playout acts on. */
export interface PostTimer {
  /** What for, four characters: `"SEC1"`, `"EODs"`, `"INTe"`. */
  readonly usage: string;
  /** Where, in frames from the start of the recording; 32 bits. */
  readonly frame: number;
}

/** The cart chunk, which traffic and playout systems of radio stations read (AES46-2002). Empty texts are absent. */
export interface Cart {
  /** Four digits: `"0101"`. Where it is absent, this is written. */
  readonly version?: string;
  /** What it is called; at most 64 bytes. */
  readonly title?: string;
  /** Who made it; at most 64 bytes. */
  readonly artist?: string;
  /** What the station knows it by, its cart number; at most 64 bytes. */
  readonly cutId?: string;
  /** What the station knows the client by; at most 64 bytes. */
  readonly clientId?: string;
  /** What it is, in the station's own words: `"COM"` for a commercial; at most 64 bytes. */
  readonly category?: string;
  /** What it is within that, or how it sounds; at most 64 bytes. */
  readonly classification?: string;
  /** The words that it ends with; at most 64 bytes. */
  readonly outCue?: string;
  /** From when it may be aired: `"2024-05-17"`, as it stands in the file; at most 10 bytes. */
  readonly startDate?: string;
  /** From when on that day: `"10:05:00"`, as it stands in the file; at most 8 bytes. */
  readonly startTime?: string;
  /** Until when it may be aired, as `startDate`; at most 10 bytes. */
  readonly endDate?: string;
  /** Until when on that day, as `startTime`; at most 8 bytes. */
  readonly endTime?: string;
  /** The program that wrote the chunk; at most 64 bytes. */
  readonly producerAppId?: string;
  /** The version of that program; at most 64 bytes. */
  readonly producerAppVersion?: string;
  /** Whatever the station likes; at most 64 bytes. */
  readonly userDefined?: string;
  /** The sample value of 0 dB, of a 16-bit recording: 32768 for full scale; 32 bits, signed. */
  readonly levelReference?: number;
  /** At most 8, those that are set. */
  readonly postTimers: readonly PostTimer[];
  /** The 276 bytes that the standard leaves unused, if they are not all zero. */
  readonly reserved?: Uint8Array;
  /** Where there is more about it; at most 1024 bytes. */
  readonly url?: string;
  /** What scripts and tags there are, of any length, in lines that end with CR LF. */
  readonly tagText?: string;
}

const TEXT_FIELDS = [
  { name: "version", from: 0, length: 4 },
  { name: "title", from: 4, length: 64 },
  { name: "artist", from: 68, length: 64 },
  { name: "cutId", from: 132, length: 64 },
  { name: "clientId", from: 196, length: 64 },
  { name: "category", from: 260, length: 64 },
  { name: "classification", from: 324, length: 64 },
  { name: "outCue", from: 388, length: 64 },
  { name: "startDate", from: 452, length: 10 },
  { name: "startTime", from: 462, length: 8 },
  { name: "endDate", from: 470, length: 10 },
  { name: "endTime", from: 480, length: 8 },
  { name: "producerAppId", from: 488, length: 64 },
  { name: "producerAppVersion", from: 552, length: 64 },
  { name: "userDefined", from: 616, length: 64 },
  { name: "url", from: 1024, length: 1024 },
] as const satisfies readonly TextField[];

const LEVEL_REFERENCE = 680;
const RESERVED = POST_TIMERS.from + POST_TIMERS.count * POST_TIMERS.size;
const RESERVED_BYTES = 276;
const TAG_TEXT = 2048;

/** The version that is described here. */
const CURRENT_VERSION = "0101";

const INT32_MAX = 0x7fff_ffff;

/** Reads a `cart` body; of one that is too short, the fields that are there. */
export function readCart(body: Uint8Array, context: BodyContext): Cart | undefined {
  const { littleEndian, encoding } = context;
  isTooShort("cart", body, TAG_TEXT, context);
  if (body.length === 0) return undefined;
  const view = viewOf(body);
  const hasLevel = body.length >= POST_TIMERS.from;
  const reserved = body.slice(RESERVED, RESERVED + RESERVED_BYTES);
  const tagText = decodeText(body.subarray(TAG_TEXT), encoding);
  return {
    ...readTextFields(body, TEXT_FIELDS, encoding),
    ...(hasLevel && { levelReference: view.getInt32(LEVEL_REFERENCE, littleEndian) }),
    postTimers: readPostTimers(body.subarray(POST_TIMERS.from, RESERVED), littleEndian),
    ...(reserved.some((byte) => byte !== 0) && { reserved }),
    ...(tagText !== "" && { tagText }),
  };
}

/**
 * Writes a `cart` body.
 *
 * @throws LongwaveError `wav/bad-metadata` for what has no room in its field, `wav/bad-text`
 */
export function writeCart(cart: Cart, { littleEndian, encoding }: BodyLayout): Uint8Array<ArrayBuffer> {
  const { levelReference = 0, postTimers, reserved, tagText = "" } = cart;
  const tagBytes = encodeText(tagText, encoding);
  const body = new Uint8Array(TAG_TEXT + tagBytes.length);
  const view = viewOf(body);
  writeTextFields(body, TEXT_FIELDS, { version: CURRENT_VERSION, ...cart }, encoding);
  view.setInt32(
    LEVEL_REFERENCE,
    integerField("levelReference", levelReference, INT32_MAX, -INT32_MAX - 1),
    littleEndian,
  );
  const timers = viewOf(body.subarray(POST_TIMERS.from, RESERVED));
  integerField("the number of post timers", postTimers.length, POST_TIMERS.count);
  postTimers.forEach((timer, index) => {
    writePostTimer(timers, index * POST_TIMERS.size, timer, littleEndian);
  });
  if (reserved) {
    integerField("the number of reserved bytes", reserved.length, RESERVED_BYTES);
    body.set(reserved, RESERVED);
  }
  body.set(tagBytes, TAG_TEXT);
  return body;
}

/** The timers that are there whole; one that is not set is all zero. */
function readPostTimers(bytes: Uint8Array, littleEndian: boolean): readonly PostTimer[] {
  const view = viewOf(bytes);
  const timers: PostTimer[] = [];
  for (let at = 0; at + POST_TIMERS.size <= bytes.length; at += POST_TIMERS.size) {
    const isSet = bytes.subarray(at, at + POST_TIMERS.size).some((byte) => byte !== 0);
    if (!isSet) continue;
    const frame = view.getUint32(at + POST_TIMER_FRAME, littleEndian);
    timers.push({ usage: readFourCharacters(bytes, at), frame });
  }
  return timers;
}

function writePostTimer(
  view: DataView,
  at: number,
  { usage, frame }: PostTimer,
  littleEndian: boolean,
): void {
  writeCodeField(view, at, "a post timer's usage", usage);
  const field = integerField("a post timer's frame", frame, UINT32_MAX);
  view.setUint32(at + POST_TIMER_FRAME, field, littleEndian);
}
