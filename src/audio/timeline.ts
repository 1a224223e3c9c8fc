import type { AudioSource } from "./audio-source.ts";

/** A source at its place in the whole. */
export interface TimelinePart {
  readonly source: AudioSource;
  /** The frame of the whole at which it begins. */
  readonly start: number;
  /** The frame of the whole before which it ends. */
  readonly end: number;
}

/** Sources in a row, each of which begins `overlap` frames before the one before it ends. */
export function timeline(
  sources: readonly AudioSource[],
  overlap: number,
): { readonly parts: readonly TimelinePart[]; readonly frames: number } {
  let end = overlap;
  const parts = sources.map((source) => {
    const start = end - overlap;
    end = start + source.frames;
    return { source, start, end };
  });
  return { parts, frames: end };
}

/** The parts that have a frame from `from` up to `to`, in order. */
export function* partsWithin(
  parts: readonly TimelinePart[],
  from: number,
  to: number,
): Generator<TimelinePart, void> {
  // The first that ends behind `from`: lists may have thousands of parts, and each read would go through all of them.
  let low = 0;
  let high = parts.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((parts[middle]?.end ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < parts.length; index++) {
    const part = parts[index];
    if (part === undefined || part.start >= to) return;
    if (part.end > part.start) yield part;
  }
}
