import type { Span } from "./span.ts";
import { scaledFrame, type TimeScale } from "./time-scale.ts";

/** A 32-bit word holds numbers below this. */
const WORD = 2 ** 32;

/** The elements of iXML that say when the recording begins, as the words of a 64-bit number of frames. */
const TIME_ELEMENTS = [
  ["TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", "TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI"],
  ["BWF_TIME_REFERENCE_LOW", "BWF_TIME_REFERENCE_HIGH"],
] as const;

/** Those that name the sample rate of the file, and of the time above. */
const RATE_ELEMENTS = ["FILE_SAMPLE_RATE", "TIMESTAMP_SAMPLE_RATE"] as const;

/** Moves the times in an `iXML` body. All else stays as it is, byte by byte, whatever it is encoded in. */
export function carryIxml(body: Uint8Array, { from }: Span): Uint8Array {
  if (from === 0) return body;
  return withText(body, (text) =>
    TIME_ELEMENTS.reduce((moved, [low, high]) => withTime(moved, low, high, (time) => time + from), text),
  );
}

/** What is said of the file that a recording is converted to. */
export interface IxmlConversion {
  readonly scale: TimeScale;
  /** Bits of a sample, where these are integers of a file. */
  readonly bits?: number;
  /** Whether the channels are no longer those that are listed. */
  readonly mixes: boolean;
}

/**
 * An `iXML` body of a converted recording: times and sample rates are those of the result, and the list of tracks goes where
 * channels were mixed. All else stays as it is, byte by byte.
 */
export function convertIxml(body: Uint8Array, { scale, bits, mixes }: IxmlConversion): Uint8Array {
  return withText(body, (text) => {
    let converted = text;
    if (mixes) converted = converted.replace(/<TRACK_LIST>[\s\S]*?<\/TRACK_LIST>\s*/g, "");
    if (bits !== undefined) converted = withWord(converted, "AUDIO_BIT_DEPTH", bits);
    if (scale.from === scale.to) return converted;
    for (const [low, high] of TIME_ELEMENTS) {
      converted = withTime(converted, low, high, (time) => scaledFrame(time, scale));
    }
    for (const element of RATE_ELEMENTS) converted = withWord(converted, element, scale.to);
    // Of these there may be any number, each with both of its words.
    return converted.replace(/<SYNC_POINT>[\s\S]*?<\/SYNC_POINT>/g, (point) =>
      withTime(point, "SYNC_POINT_LOW", "SYNC_POINT_HIGH", (time) => scaledFrame(time, scale)),
    );
  });
}

function withText(body: Uint8Array, change: (text: string) => string): Uint8Array {
  const original = charactersOf(body);
  const text = change(original);
  if (text === original) return body;
  const changed = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) changed[at] = text.charCodeAt(at);
  return changed;
}

/**
 * Leaves a time alone whose lower word is not there, and one that needs an upper word that is not there. The upper word
 * counts where there is one.
 */
function withTime(text: string, low: string, high: string, change: (time: number) => number): string {
  const lowWord = wordIn(text, low);
  if (lowWord === undefined) return text;
  const highWord = wordIn(text, high);
  const time = change((highWord ?? 0) * WORD + lowWord);
  if (highWord === undefined && time >= WORD) return text;
  const withLow = withWord(text, low, time % WORD);
  const upper = Math.floor(time / WORD);
  return upper === (highWord ?? 0) ? withLow : withWord(withLow, high, upper);
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
