/**
 * Everything but what can be seen: control characters, with which a text could steer the terminal, marks that
 * turn the direction of writing around, and halves of surrogate pairs.
 */
const UNSEEN = /[^ -~\xa0-\u061b\u061d-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\u{10ffff}]/gu;

const SHORT_ESCAPES: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };

/** A text in one line in which all characters can be seen: others as `\n`, `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => SHORT_ESCAPES[character] ?? escaped(character));
}

/** A value as JSON of several lines, in which all characters can be seen, too. It means the same. */
export function printableJson(value: unknown): string {
  // JSON has its own escapes for what could be in its texts; the line feeds are those between its lines.
  return JSON.stringify(value, undefined, 2).replace(UNSEEN, (character) =>
    character === "\n" ? character : `\\u${hexadecimal(character, 4)}`,
  );
}

function escaped(character: string): string {
  return character < "\u0100" ? `\\x${hexadecimal(character, 2)}` : `\\u${hexadecimal(character, 4)}`;
}

function hexadecimal(character: string, digits: number): string {
  return character.charCodeAt(0).toString(16).padStart(digits, "0");
}
