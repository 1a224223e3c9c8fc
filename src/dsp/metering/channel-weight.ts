/** ITU-R BS.1770-5, Annex 1, Table 3: what comes from the side counts for about 1.5 dB more. */
const SURROUND = 1.41;

/** The bits of a WAVE channel mask (`WAVEFORMATEXTENSIBLE`, `dwChannelMask`) that do not weigh 1. */
const LFE = 3;
const BACK_LEFT = 4;
const BACK_RIGHT = 5;
const SIDE_LEFT = 9;
const SIDE_RIGHT = 10;

/** Bits that a mask can have. */
const MASK_BITS = 32;

/** What a file without a mask has by custom: mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1. */
const CUSTOMARY_MASKS: readonly number[] = [0x4, 0x3, 0x7, 0x33, 0x37, 0x3f, 0x70f, 0x63f];

/**
 * How much the power of each channel counts in loudness (ITU-R BS.1770-5, Annex 1, Table 3, and Annex 3, Table 4): 1 in
 * front, behind and above, 1.41 from 60 to 120 degrees to the side, 0 for low-frequency effects.
 *
 * The back channels count as the surround channels of 5.1, which are to the side, unless there are side channels too.
 *
 * @param channels 1 or more
 * @param channelMask of a WAVE file, whose bits are in the order of the channels; 0 stands for the layout that is
 *   customary for so many channels. Channels that the mask does not place weigh 1.
 */
export function channelWeights(channels: number, channelMask: number): readonly number[] {
  const mask = channelMask || (CUSTOMARY_MASKS[channels - 1] ?? 0);
  const places = Array.from({ length: MASK_BITS }, (_, bit) => bit).filter(
    (bit) => Math.floor(mask / 2 ** bit) % 2 === 1,
  );
  const hasSides = places.includes(SIDE_LEFT) || places.includes(SIDE_RIGHT);
  return Array.from({ length: channels }, (_, channel) => {
    switch (places[channel]) {
      case LFE:
        return 0;
      case SIDE_LEFT:
      case SIDE_RIGHT:
        return SURROUND;
      case BACK_LEFT:
      case BACK_RIGHT:
        return hasSides ? 1 : SURROUND;
      default:
        return 1;
    }
  });
}
