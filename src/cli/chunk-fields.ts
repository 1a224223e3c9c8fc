import type { BroadcastExtension } from "../wav/metadata/bext.ts";
import type { Cart } from "../wav/metadata/cart.ts";
import type { Instrument } from "../wav/metadata/inst.ts";
import { bytesText, clockText, frameText } from "./quantity.ts";
import type { Field } from "./table.ts";

const UNITS: Readonly<Record<string, string>> = {
  loudness: "LUFS",
  loudnessRange: "LU",
  maxTruePeak: "dBTP",
  maxMomentaryLoudness: "LUFS",
  maxShortTermLoudness: "LUFS",
  fineTune: "cents",
  gain: "dB",
};

/** The fields of a broadcast extension. */
export function broadcastFields(bext: BroadcastExtension, sampleRate: number): Field[] {
  const { timeReference, ...rest } = bext;
  if (timeReference === undefined) return plainFields(rest);
  const text = `${timeReference} frames (${clockText(timeReference / sampleRate)})`;
  return plainFields({ ...rest, timeReference: text });
}

/** The fields of a cart chunk. */
export function cartFields(cart: Cart, sampleRate: number): Field[] {
  const { postTimers, ...rest } = cart;
  const timers = postTimers.map(
    ({ usage, frame }): Field => [`timer ${usage}`, frameText(frame, sampleRate)],
  );
  return [...plainFields(rest), ...timers];
}

/** The fields of an instrument. */
export function instrumentFields(instrument: Instrument): Field[] {
  const { unshiftedNote, lowNote, highNote, ...rest } = instrument;
  return [
    ["unshifted note", noteText(unshiftedNote)],
    ["low note", noteText(lowNote)],
    ["high note", noteText(highNote)],
    ...plainFields(rest),
  ];
}

const NOTES = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"] as const;

/** A MIDI note; middle C, 60, is called C4. */
export function noteText(note: number): string {
  return note > 127 ? String(note) : `${note} (${NOTES[note % 12]}${Math.floor(note / 12) - 1})`;
}

/** What a value is made of, under the names of its properties. */
function plainFields(value: object): Field[] {
  return Object.entries(value).map(([name, part]) => {
    const text = part instanceof Uint8Array ? bytesText(part.length) : String(part);
    const unit = UNITS[name];
    return [wordsOf(name), unit === undefined ? text : `${text} ${unit}`];
  });
}

/** `"originator reference"` for `"originatorReference"`. */
function wordsOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
