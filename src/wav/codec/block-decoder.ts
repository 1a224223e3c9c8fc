/**
 * Decodes blocks of several frames each (ADPCM, GSM). Samples are 16-bit integers over 32768.
 *
 * A block of ADPCM stands for itself. A GSM block goes on from all those before it, so these are to be decoded first.
 */
export interface BlockDecoder {
  /**
   * Decodes one block.
   *
   * @param block its bytes; fewer than `blockAlign` for a last block that was cut off
   * @param planes one per channel; none where the block is decoded for the sake of the next
   * @param at where the block's frame `skip` goes in each plane
   * @param skip frames of the block to leave out at its beginning
   * @param count frames to give; `skip + count` is at most what the block holds
   */
  decode(block: Uint8Array, planes: readonly Float32Array[], at: number, skip: number, count: number): void;
  /** A decoder in the state that this one is in now, which goes its own way. */
  copy(): BlockDecoder;
  /** Whether a block goes on from the one before it; else it stands for itself. */
  readonly hasMemory: boolean;
}
