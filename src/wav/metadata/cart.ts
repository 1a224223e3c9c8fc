import { readFourCharacters } from "../chunk.ts";
import type { BodyContext, BodyLayout } from "./body.ts";
import { writeCodeField } from "./character-field.ts";
import { integerField, UINT32_MAX, viewOf } from "./number-field.ts";
import { isTooShort } from "./short-body.ts";
import { decodeText, encodeText } from "./text.ts";
import { readTextFields, type TextField, writeTextFields } from "./text-field.ts";

/** A place in a recording that a radio station's playout acts on. */
export interface PostTimer {
  /** What for, four characters: `"SEC1"`, `"EODs"`, `"INTe"`. */
  readonly usage: string;
  readonly frame: number;
}

/** The cart chunk, which traffic and playout systems of radio stations read (AES46-2002). Empty texts are absent. */
export interface Cart {
  /** Four digits: `"0101"`. Where it is absent, this is written. */
  readonly version?: string;
  /** At most 64 bytes, as all texts without another number. */
  readonly title?: string;
  readonly artist?: string;
  readonly cutId?: string;
  readonly clientId?: string;
  readonly category?: string;
  readonly classification?: string;
  /** The words that it ends with. */
  readonly outCue?: string;
  /** `"2024-05-17"`, as it stands in the file; at most 10 bytes. */
  readonly startDate?: string;
  /** `"10:05:00"`, as it stands in the file; at most 8 bytes. */
  readonly startTime?: string;
  /** At most 10 bytes. */
  readonly endDate?: string;
  /** At most 8 bytes. */
  readonly endTime?: string;
  /** The program that wrote the chunk. */
  readonly producerAppId?: string;
  readonly producerAppVersion?: string;
  readonly userDefined?: string;
  /** The sample value of 0 dB, of a 16-bit recording: 32768 for full scale. */
  readonly levelReference?: number;
  /** At most 8, those that are set. */
  readonly postTimers: readonly PostTimer[];
  /** The 276 bytes that the standard leaves unused, if they are not all zero. */
  readonly reserved?: Uint8Array;
  /** At most 1024 bytes. */
  readonly url?: string;
  /** Of any length, lines that end with CR LF. */
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
const POST_TIMERS = 684;
const POST_TIMER_BYTES = 8;
const MAX_POST_TIMERS = 8;
const RESERVED = 748;
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
  const hasLevel = body.length >= POST_TIMERS;
  const reserved = body.slice(RESERVED, RESERVED + RESERVED_BYTES);
  const tagText = decodeText(body.subarray(TAG_TEXT), encoding);
  return {
    ...readTextFields(body, TEXT_FIELDS, encoding),
    ...(hasLevel && { levelReference: view.getInt32(LEVEL_REFERENCE, littleEndian) }),
    postTimers: readPostTimers(body.subarray(POST_TIMERS, RESERVED), littleEndian),
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
  const timers = viewOf(body.subarray(POST_TIMERS, RESERVED));
  integerField("the number of post timers", postTimers.length, MAX_POST_TIMERS);
  postTimers.forEach((timer, index) => {
    writePostTimer(timers, index * POST_TIMER_BYTES, timer, littleEndian);
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
  for (let at = 0; at + POST_TIMER_BYTES <= bytes.length; at += POST_TIMER_BYTES) {
    const isSet = bytes.subarray(at, at + POST_TIMER_BYTES).some((byte) => byte !== 0);
    if (!isSet) continue;
    timers.push({ usage: readFourCharacters(bytes, at), frame: view.getUint32(at + 4, littleEndian) });
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
  view.setUint32(at + 4, integerField("a post timer's frame", frame, UINT32_MAX), littleEndian);
}
