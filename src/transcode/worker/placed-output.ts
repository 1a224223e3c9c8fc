import type { JobOutput } from "./job-output.ts";

/** Where what a job writes is kept. */
export interface OutputPlace {
  /** Writes at a place, behind what is there or over it; false where there is no more room. */
  place(start: number, bytes: Uint8Array): boolean;
  /** Nothing more comes, to `size` bytes. Returns what was collected, where that is kept in memory. */
  end(size: number): Uint8Array<ArrayBuffer> | undefined;
}

/**
 * What a job writes into a place that can be written anywhere. A stream has no positions but the one behind
 * what is there.
 */
export function placedOutput(isSeekable: boolean, { place, end }: OutputPlace): JobOutput {
  let size = 0;
  return {
    isSeekable,
    get size() {
      return size;
    },
    write(offset, bytes) {
      const start = isSeekable ? offset : size;
      if (!place(start, bytes)) return false;
      size = Math.max(size, start + bytes.length);
      return true;
    },
    end: () => end(size),
  };
}
