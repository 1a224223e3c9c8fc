/**
 * The channel masks that so many channels customarily have, in the order in which channels are mixed: 3/0, quad, 5.0, 5.1
 * and 7.1. One and two channels need none.
 */
const CUSTOMARY_MASKS: Readonly<Record<number, number>> = { 3: 0x7, 4: 0x33, 5: 0x37, 6: 0x3f, 8: 0x63f };

/** The channel mask of so many channels that were mixed for loudspeakers; `undefined` where there is none. */
export function customaryMask(channels: number): number | undefined {
  return CUSTOMARY_MASKS[channels];
}
