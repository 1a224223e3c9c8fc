// Loops over frames stand by themselves, not in the processors that need them: V8 optimizes a function once for all, but what
// is made anew for each processor (and a processor is made for each chunk of a recording) only when it has become hot again.

/** Copies frames of a plane to a place in another one. */
export function copyFrames(
  source: Float32Array,
  start: number,
  into: Float32Array,
  at: number,
  frames: number,
): void {
  for (let n = 0; n < frames; n++) into[at + n] = source[start + n] ?? 0;
}

/** Copies frames of a plane to a place in another one, each times a gain of its own. */
export function applyGains(
  source: Float32Array,
  start: number,
  gains: Float64Array,
  into: Float32Array,
  at: number,
  frames: number,
): void {
  for (let n = 0; n < frames; n++) into[at + n] = (source[start + n] ?? 0) * (gains[n] ?? 0);
}
