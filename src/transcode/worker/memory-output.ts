import type { JobOutput } from "./job-output.ts";
import { placedOutput } from "./placed-output.ts";

const BLOCK_BYTES = 256 * 1024;

/** What comes to more belongs into a file. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Collects what a job writes, anywhere, in memory that grows without being moved. */
export function memoryOutput(isSeekable: boolean): JobOutput {
  const blocks: Uint8Array[] = [];
  return placedOutput(isSeekable, {
    place(start, bytes) {
      const end = start + bytes.length;
      if (end > MOST_BYTES) return false;
      while (blocks.length * BLOCK_BYTES < end) blocks.push(new Uint8Array(BLOCK_BYTES));
      for (let at = start; at < end; ) {
        const number = Math.floor(at / BLOCK_BYTES);
        const room = (number + 1) * BLOCK_BYTES - at;
        const part = bytes.subarray(at - start, at - start + room);
        blocks[number]?.set(part, at - number * BLOCK_BYTES);
        at += part.length;
      }
      return true;
    },
    end(size) {
      const whole = new Uint8Array(size);
      for (const [number, block] of blocks.entries()) {
        whole.set(block.subarray(0, size - number * BLOCK_BYTES), number * BLOCK_BYTES);
      }
      return whole;
    },
  });
}
