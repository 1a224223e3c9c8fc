/** Demuxers whose time stamps are whole frames, and that find the packet of any of them. */
const EXACT: ReadonlySet<string> = new Set([
  "aiff",
  "au",
  "caf",
  "flac",
  "mov",
  "mp3",
  "ogg",
  "tta",
  "w64",
  "wav",
  "wv",
]);

/**
 * Whether a seek in such a file comes out at the very frame that was asked for. Others (Matroska, MPEG transport streams) round
 * their times, or guess the place by the bit rate.
 *
 * @param format the demuxer's names, as ffprobe gives them
 */
export function hasExactTimes(format: string): boolean {
  return EXACT.has(format.split(",")[0] ?? "");
}
