import { checkIntegerOption } from "../../stream/integer-option.ts";
import { checkNumberOption } from "../../stream/number-option.ts";

/**
 * A span of a recording, in frames. Lists of spans are in order, and no two of them overlap; that is how the detectors
 * give them, and how the functions here take them.
 */
export interface FrameSpan {
  /** The first frame of it. */
  readonly from: number;
  /** The frame behind its last one. */
  readonly to: number;
}

/** By how much spans grow. */
export interface SpanPadding {
  /** Frames before each span, 0 or more; 0 unless told otherwise. */
  readonly before?: number;
  /** Frames behind each span, 0 or more; 0 unless told otherwise. */
  readonly after?: number;
}

/**
 * What lies between the spans of a recording, before the first of them, and behind the last: of its silences the
 * sounds, and of its sounds the silences.
 *
 * @param frames the length of the recording; what lies behind it is left out
 */
export function spansBetween(spans: readonly FrameSpan[], frames: number): FrameSpan[] {
  const between: FrameSpan[] = [];
  let from = 0;
  for (const span of spans) {
    const to = Math.min(span.from, frames);
    if (to > from) between.push({ from, to });
    from = Math.max(from, span.to);
  }
  if (frames > from) between.push({ from, to: frames });
  return between;
}

/**
 * Spans that begin earlier and end later, but not before frame 0 and not behind the recording. Where the padding of two
 * would overlap, they share what lies between them, in the ratio of `after` to `before`, and touch. So as many spans
 * come out as went in; `mergeSpans` makes one of those that touch.
 *
 * @param frames the length of the recording
 * @throws LongwaveError `options/invalid` for padding that is no integer of 0 or more
 */
export function padSpans(spans: readonly FrameSpan[], padding: SpanPadding, frames: number): FrameSpan[] {
  const { before = 0, after = 0 } = padding;
  checkIntegerOption("before", before, 0);
  checkIntegerOption("after", after, 0);
  const padded: FrameSpan[] = [];
  for (let i = 0; i < spans.length; i++) {
    const span = spans[i] as FrameSpan;
    const previous = padded.at(-1);
    const next = spans[i + 1];
    let to = Math.min(span.to + after, Math.max(frames, span.to));
    if (next !== undefined && next.from - span.to < before + after) {
      to = span.to + Math.floor(((next.from - span.to) * after) / (before + after));
    }
    padded.push({ from: Math.max(span.from - before, previous?.to ?? 0, 0), to });
  }
  return padded;
}

/**
 * Makes one span of those that have at most `gap` frames between them.
 *
 * @param gap 0 or more; 0 unless told otherwise: spans that touch.
 * @throws LongwaveError `options/invalid` for another gap
 */
export function mergeSpans(spans: readonly FrameSpan[], gap: number = 0): FrameSpan[] {
  checkNumberOption("gap", gap, 0);
  const merged: FrameSpan[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last !== undefined && span.from - last.to <= gap) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    } else {
      merged.push(span);
    }
  }
  return merged;
}

/** Those of at least so many frames. */
export function longSpans(spans: readonly FrameSpan[], least: number): FrameSpan[] {
  return spans.filter(({ from, to }) => to - from >= least);
}
