import { UNKNOWN_SPEAKER } from "./segment.ts";

/** A file system takes names of 255 bytes; no speaker needs this many letters to be told from the others. */
const MAX_SPEAKER_LETTERS = 100;

/** What names of clips end in. */
export const CLIP_ENDINGS: readonly string[] = ["wav", "mp3", "m4a", "m4b", "flac", "opus", "ogg", "mka"];

/** What the names of clips have behind their number: who speaks, or nothing. */
export type ClipNames = "speaker" | "number";

/**
 * The file name of a clip: `segment_0001_Speaker.wav`, or `segment_0001.wav` without a speaker. The number has four digits,
 * more when it needs them. Of the speaker only `A-Z`, `a-z`, `0-9`, `_` and `-` stay, the first 100 of them, so the name can neither lead out of a
 * folder nor be too long.
 *
 * @param id the clip's number, from 1
 * @param ending one of `CLIP_ENDINGS`
 */
export function clipName(id: number, speaker?: string, ending = "wav"): string {
  const number = String(id).padStart(4, "0");
  if (speaker === undefined) return `segment_${number}.${ending}`;
  const letters = speaker.replace(/[^A-Za-z0-9_-]/g, "").slice(0, MAX_SPEAKER_LETTERS);
  return `segment_${number}_${letters || UNKNOWN_SPEAKER}.${ending}`;
}

/** The number in a name that `clipName` gave. */
export function clipId(name: string): number {
  return Number.parseInt(name.slice("segment_".length), 10);
}

/** Whether a file name is one that `clipName` gives. */
export function isClipName(name: string): boolean {
  const [, ending = ""] = /^segment_\d{4,16}(?:_[A-Za-z0-9_-]{1,100})?\.([a-z0-9]+)$/.exec(name) ?? [];
  return CLIP_ENDINGS.includes(ending);
}
