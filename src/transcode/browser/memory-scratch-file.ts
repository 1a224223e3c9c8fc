import { LongwaveError } from "../../stream/error.ts";
import type { ScratchFile } from "../engine/scratch-file.ts";

/** What comes to more needs a file. */
const MOST_BYTES = 256 * 1024 * 1024;

/** In memory, for pages that have no files of their own. */
export function memoryScratchFile(): ScratchFile {
  let contents = new Blob([]);
  return {
    async fill(pieces, signal) {
      const parts: Uint8Array<ArrayBuffer>[] = [];
      let size = 0;
      for await (const piece of pieces) {
        signal?.throwIfAborted();
        size += piece.length;
        if (size > MOST_BYTES) throw tooLarge();
        parts.push(piece.slice());
      }
      contents = new Blob(parts);
    },
    output: (name, isSeekable) => ({ kind: "memory", name, isSeekable }),
    async contents(name, outcome) {
      const bytes = outcome?.memory[name];
      return bytes ? new Blob([bytes]) : contents;
    },
    async remove() {
      contents = new Blob([]);
    },
  };
}

function tooLarge(): LongwaveError {
  return new LongwaveError(
    "media/failed",
    `more than ${MOST_BYTES} bytes would have to be held in memory: this page is not cross-origin isolated, and has no files of its own`,
    { expected: MOST_BYTES },
  );
}
