import type { JobOutput } from "./job-output.ts";

const BLOCK_BYTES = 256 * 1024;

/** What comes to more belongs into a file. */
const MOST_BYTES = 256 * 1024 * 1024;

/** Collects what a job writes, anywhere, in memory that grows without being moved. */
export function memoryOutput(isSeekable: boolean): JobOutput {
  const blocks: Uint8Array[] = [];
  let size = 0;
  return {
    isSeekable,
    get size() {
      return size;
    },
    write(offset, bytes) {
      // A stream has no positions but the one behind what is there.
      const start = isSeekable ? offset : size;
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
      size = Math.max(size, end);
      return true;
    },
    end() {
      const whole = new Uint8Array(size);
      for (const [number, block] of blocks.entries()) {
        whole.set(block.subarray(0, size - number * BLOCK_BYTES), number * BLOCK_BYTES);
      }
      return whole;
    },
  };
}
