/**
 * Bytes of a `cue ` body before the points, and of a point (Multimedia Programming Interface and Data Specifications 1.0,
 * "Cue-Points Chunk").
 */
export const HEAD_BYTES = 4;
export const POINT_BYTES = 24;

/** Where the fields of a point are, in bytes from its start. Its number comes first. */
export const POSITION = 4;
export const CHUNK_ID = 8;
export const CHUNK_START = 12;
export const BLOCK_START = 16;
export const FRAME = 20;

/**
 * Bytes of a label or a note before its text, and of a region; the number of their point comes first ("Associated Data
 * Chunk").
 */
export const TEXT_HEAD_BYTES = 4;
export const REGION_HEAD_BYTES = 20;

/** Where a region's length is in it, in bytes. */
export const REGION_FRAMES = 4;
