/** Samples, of all channels together, that are read at once by what goes through a whole recording. */
export const BLOCK_SAMPLES = 65_536;

/** So long such work may compute before others that wait have their turn, in milliseconds. */
export const TURN_MS = 25;
