/**
 * State of a recursive filter that is smaller becomes 0. It is -600 dB, far below what a sample can hold beside full
 * scale, and far above the subnormal numbers that processors are slow with: without it, a filter would reach those in
 * the silence after each sound.
 */
export const AT_REST = 1e-30;
