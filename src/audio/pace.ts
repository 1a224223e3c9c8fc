/** Samples, of all channels together, that are read at once by what goes through a whole recording. */
export const BLOCK_SAMPLES = 65_536;

/**
 * So long work may compute before others that wait have their turn, in milliseconds: less than the 16.7 in which a page is
 * drawn anew.
 */
export const TURN_MS = 12;
