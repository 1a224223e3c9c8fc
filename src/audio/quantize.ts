import { type QuantizerOptions, quantizer } from "../dsp/level/quantizer.ts";
import type { FrameSpan } from "../dsp/silence/frame-span.ts";
import { optionError } from "../stream/error.ts";
import type { AudioSource } from "./audio-source.ts";
import { clip } from "./clip.ts";
import { concat } from "./concat.ts";
import { process as processInOrder } from "./process.ts";
import { processFrames } from "./process-frames.ts";

/** How samples are brought to the levels of integers. */
export interface QuantizeOptions extends Omit<QuantizerOptions, "channels" | "frame"> {
  /**
   * Where, in order and without overlaps; everywhere unless told otherwise. What lies between stays as it is, to the bit:
   * for samples that are such levels already.
   */
  readonly spans?: readonly FrameSpan[];
}

/**
 * A source whose samples are the levels of PCM of so many bits, with dither unless told otherwise: see `quantizer`.
 *
 * Without noise shaping any window is read at the cost of that window. With it, each span is worked on from its first
 * frame on: reading in order is cheap, and anything else is not (see `process`).
 *
 * @throws LongwaveError `options/invalid`, also for a span that begins before the one before it ends; `audio/bad-range` for a span that does not lie within the source
 */
export function quantize(source: AudioSource, options: QuantizeOptions): AudioSource {
  const { spans = [{ from: 0, to: source.frames }], ...settings } = options;
  const { channels, frames } = source;
  // Looked at now, so that a mistake does not wait for the first read.
  quantizer({ ...settings, channels });
  const isShaped = settings.noiseShaping !== undefined && settings.noiseShaping !== "none";
  // Its dither depends on the frame of the whole, so that no two spans have the same.
  const unshaped = processFrames(source, (start) => quantizer({ ...settings, ...start }));
  const quantized = ({ from, to }: FrameSpan) =>
    isShaped
      ? processInOrder(clip(source, from, to), (start) =>
          quantizer({ ...settings, ...start, frame: start.frame + from }),
        )
      : clip(unshaped, from, to);

  const parts: AudioSource[] = [];
  let end = 0;
  for (const [index, span] of spans.entries()) {
    if (span.from < end) {
      const wanted = `at least ${end}, where the span before it ends`;
      throw optionError(`options.spans[${index}].from`, wanted, span.from);
    }
    if (span.from > end) parts.push(clip(source, end, span.from));
    parts.push(quantized(span));
    end = span.to;
  }
  if (end < frames) parts.push(clip(source, end, frames));
  return parts.length > 0 ? concat(parts) : source;
}
