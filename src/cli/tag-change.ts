import type { WavMetadata } from "../wav/metadata/metadata.ts";

/** What a change has to know of the recording. */
export interface Tagged {
  /** Hz. */
  readonly sampleRate: number;
  readonly frames: number;
  /** What to call it in messages. */
  readonly name: string;
  /** The byte order of its numbers. */
  readonly littleEndian: boolean;
}

/** What becomes of a recording's metadata. */
export type TagChange = (metadata: WavMetadata, recording: Tagged) => WavMetadata;

/** A piece of metadata that has a name on the command line. */
export interface TagField {
  /** In its proper spelling: `"INFO:INAM"`. */
  readonly name: string;
  readonly remove: TagChange;
  /** The change that gives it another text; absent where there is none that it could be given. */
  set?(text: string): TagChange;
  /** What is to be told to somebody who sets it. */
  readonly note?: string;
}
