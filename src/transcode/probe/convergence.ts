/** Encodings whose decoders keep nothing for longer than a second. */
const CONVERGENT: ReadonlySet<string> = new Set(["alac", "flac", "mp3", "opus", "tta", "vorbis", "wavpack"]);

/**
 * Whether a decoder that begins in the middle comes to give the same bits as one that heard everything.
 *
 * One of AAC does not: it fills bands in with random numbers where the encoder says that there is but noise
 * (perceptual noise substitution, ISO/IEC 14496-3, section 4.6.13), and which numbers depends on how many it
 * drew before. AC-3 and MPEG layer II were seen to differ as well.
 */
export function isConvergent(codec: string): boolean {
  return CONVERGENT.has(codec) || codec.startsWith("pcm_");
}
