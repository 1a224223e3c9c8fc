/** Where the nanoseconds from one frame to the next are in a `smpl` body. */
export const SAMPLE_PERIOD = 8;

/**
 * Where the number of loops is in a `smpl` body, and the bytes before the loops (Microsoft, "New Multimedia Data Types and
 * Data Techniques", "Sampler Chunk").
 */
export const LOOP_COUNT = 28;
export const HEAD_BYTES = 36;

/** Bytes of a loop, and where its first and its last frame are in it, and the part of a frame on top of the last. */
export const LOOP_BYTES = 24;
export const LOOP_START = 8;
export const LOOP_END = 12;
export const LOOP_FRACTION = 16;
