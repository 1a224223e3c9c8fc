/** What stands before the bytes of a record: their offset and their number, each as a 64-bit float. */
export const RECORD_HEAD_BYTES = 16;
