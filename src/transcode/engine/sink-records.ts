import type { ByteSink } from "../../stream/byte-sink.ts";
import { RECORD_HEAD_BYTES } from "./record.ts";
import type { Ring } from "./ring.ts";

/** What is written at once. */
const PIECE_BYTES = 256 * 1024;

/** A sink that can go back. */
export type PatchableSink = ByteSink & Required<Pick<ByteSink, "patch">>;

/**
 * Writes what comes out of a ring into a sink, in order, until its end, or until it is given up.
 *
 * @param onBytes told how many bytes were written so far
 */
export async function writeStream(
  ring: Ring,
  sink: ByteSink,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const piece = new Uint8Array(PIECE_BYTES);
  let written = 0;
  for (;;) {
    await ring.whileEmpty();
    const count = ring.isGivenUp ? 0 : ring.take(piece);
    if (count === 0) return;
    await sink.write(piece.subarray(0, count));
    written += count;
    onBytes(written);
  }
}

/**
 * Writes the records that come out of a ring into a sink, each where it belongs: behind what is there, or over
 * it. What is jumped over is filled with zeros, until a later record fills it.
 *
 * @param onBytes told how many bytes the result has so far
 */
export async function writeRecords(
  ring: Ring,
  sink: PatchableSink,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const head = new Uint8Array(RECORD_HEAD_BYTES);
  const numbers = new Float64Array(head.buffer);
  const piece = new Uint8Array(PIECE_BYTES);
  let end = 0;
  while (await fill(ring, head)) {
    let offset = numbers[0] ?? 0;
    let left = numbers[1] ?? 0;
    while (left > 0) {
      const part = piece.subarray(0, Math.min(left, piece.length));
      if (!(await fill(ring, part))) return;
      await place(part, offset);
      offset += part.length;
      left -= part.length;
    }
    onBytes(end);
  }

  async function place(bytes: Uint8Array, offset: number): Promise<void> {
    if (offset > end) await fillUpTo(offset);
    const over = Math.min(bytes.length, end - offset);
    if (over > 0) await sink.patch(offset, bytes.subarray(0, over));
    if (over < bytes.length) await sink.write(bytes.subarray(over));
    end = Math.max(end, offset + bytes.length);
  }

  async function fillUpTo(offset: number): Promise<void> {
    const zeros = new Uint8Array(Math.min(offset - end, PIECE_BYTES));
    while (end < offset) {
      const part = zeros.subarray(0, Math.min(zeros.length, offset - end));
      await sink.write(part);
      end += part.length;
    }
  }
}

/** Fills `into`; false when the writer has ended before that, or the reader has given up. */
async function fill(ring: Ring, into: Uint8Array): Promise<boolean> {
  for (let done = 0; done < into.length; ) {
    await ring.whileEmpty(into.length - done);
    const count = ring.isGivenUp ? 0 : ring.take(into.subarray(done));
    if (count === 0) return false;
    done += count;
  }
  return true;
}
