const TECHNICAL: ReadonlySet<string> = new Set([
  "encoder",
  "handler_name",
  "vendor_id",
  "major_brand",
  "minor_version",
  "compatible_brands",
  "creation_time",
  "metadata_block_picture",
  "itunsmpb",
  "itunnorm",
]);

/** Matroska's statistics of a track (`_STATISTICS_TAGS`, `BPS-eng`, …) and ID3's private frames. */
const TECHNICAL_PATTERN: RegExp = /^(_statistics|bps|number_of_(frames|bytes)|duration)(-|_|$)|^id3v2_priv\./;

/**
 * Whether a tag says something of how its file was made, not of the recording: no program shows it, and none
 * should carry it on.
 *
 * @param name lower case
 */
export function isTechnical(name: string): boolean {
  return TECHNICAL.has(name) || TECHNICAL_PATTERN.test(name);
}
