import type { Warn } from "../warning.ts";
import type { TextEncoding } from "./text.ts";

/** How a chunk's body is laid out in a file: numbers and texts. */
export interface BodyLayout {
  /** False in RIFX files alone. */
  readonly littleEndian: boolean;
  /** What texts without a declaration of their own are in. */
  readonly encoding: TextEncoding;
}

/** What the reader of a chunk's body knows beside the bytes. */
export interface BodyContext extends BodyLayout {
  /** Where the body begins in the file, in bytes, for messages. */
  readonly offset: number;
  /** Takes note of what cannot be right (`wav/bad-metadata`). */
  readonly warn: Warn;
}
