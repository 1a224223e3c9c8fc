/** Where the post timers of a `cart` body are, how many, and the bytes of one (AES46-2002, section 5). */
export const POST_TIMERS = { from: 684, count: 8, size: 8 } as const;

/** Where a timer's frame is, in bytes from its start; its usage comes before. */
export const POST_TIMER_FRAME = 4;
