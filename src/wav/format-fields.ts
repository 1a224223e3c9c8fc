import type { WavFormat } from "./format.ts";
import type { Warn } from "./warning.ts";

/** The fields that every `fmt ` body has, and what the reader knows beside them. */
export interface FormatFields {
  readonly body: Uint8Array;
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Where the body begins in the file, for messages. */
  readonly offset: number;
  readonly channels: number;
  readonly blockAlign: number;
  readonly bits: number;
  readonly extensible: boolean;
  readonly warn: Warn;
}

/** What of a format depends on its encoding. */
export type Layout = Pick<
  WavFormat,
  "bitsPerSample" | "validBits" | "blockAlign" | "framesPerBlock" | "coefficients"
>;

/** Says that the bytes of a frame, or of a block, are not what they have to be. */
export function warnOfBlockAlign(
  { blockAlign, offset, warn }: FormatFields,
  expected: number,
  what: string,
): void {
  if (blockAlign === expected) return;
  const at = offset + 12;
  const message = `block align at offset ${at}: expected ${expected} bytes for ${what}, got ${blockAlign}`;
  warn({ code: "wav/block-align", message, offset: at, actual: blockAlign, expected });
}
