/** Where the numbers of a `bext` body are, in bytes (EBU Tech 3285 version 2, section 2.3). The lower word comes first. */
export const TIME_REFERENCE = 338;
export const VERSION = 346;
export const UMID = 348;

/** Where the loudness fields begin, of 16 bits each, and where they end. Versions from 2 on have them. */
export const LOUDNESS_START = 412;
export const LOUDNESS_END = 422;

/** What a loudness field holds that is not used (EBU Tech 3285 version 2, section 2.4). */
export const LOUDNESS_NOT_SET = 0x7fff;
