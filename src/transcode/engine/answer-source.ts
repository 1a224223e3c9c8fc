import { available, type ByteSource, unexpectedEnd } from "../../stream/byte-source.ts";
import type { OutsideWait } from "./outside-wait.ts";
import type { Question } from "./question.ts";

/**
 * Answers what a worker asks of a source, until nothing will be asked any more. Where questions go on where the
 * last one ended, the next answer is fetched before it is asked for.
 *
 * @throws what the source throws; LongwaveError `stream/unexpected-end` where it has less than its size. The worker is told that the
 *   bytes cannot be had
 */
export async function answerFrom(
  source: ByteSource,
  question: Question,
  signal: AbortSignal,
  waits: OutsideWait,
): Promise<void> {
  let expected = 0;
  let ahead:
    | { readonly offset: number; readonly length: number; readonly bytes: Promise<Uint8Array> }
    | undefined;
  for (;;) {
    const wanted = await question.next();
    if (wanted === undefined) return;
    const { offset, length } = wanted;
    const isNext = ahead?.offset === offset && ahead.length === length;
    try {
      const bytes = await waits.for(isNext && ahead ? ahead.bytes : fetch(offset, length));
      question.answer(bytes);
      const end = offset + bytes.length;
      ahead = undefined;
      if (offset === expected && end < source.size) {
        ahead = { offset: end, length, bytes: fetch(end, length) };
        // Looked at when it is asked for, if it ever is.
        ahead.bytes.catch(() => {});
      }
      expected = end;
    } catch (error) {
      question.answer(undefined);
      throw error;
    }
  }

  async function fetch(offset: number, length: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(available(source.size, offset, length));
    const count = await source.read(offset, bytes, signal);
    // To ffmpeg, nothing is the end.
    if (count === 0 && bytes.length > 0) throw unexpectedEnd(source, offset, count, bytes.length);
    return bytes.subarray(0, count);
  }
}
