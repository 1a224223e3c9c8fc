import { available, unexpectedEnd } from "../../stream/byte-source.ts";
import { LongwaveError } from "../../stream/error.ts";
import { blockwise, type SyncFile } from "../worker/sync-file.ts";

/** What workers have and pages have not (File API, section "Reading on Threads"). */
declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

/**
 * Chromium keeps what was read at once until it is collected: many small reads would come to hundreds of
 * megabytes.
 */
const BLOCK_BYTES = 1024 * 1024;

const BLOCKS_KEPT = 4;

/** Reads a `Blob` at once, which only workers can. */
export function blobFile(blob: Blob): SyncFile {
  const reader = new FileReaderSync();
  const { size } = blob;
  const source = { size, name: blob instanceof File ? blob.name : "the blob" };

  function load(from: number, to: number): ArrayBuffer {
    try {
      return reader.readAsArrayBuffer(blob.slice(from, to));
    } catch (cause) {
      const message = `cannot read ${to - from} bytes at offset ${from} of ${source.name}: it was changed or removed`;
      throw new LongwaveError("stream/blob-unreadable", message, { offset: from, cause });
    }
  }

  const file: SyncFile = {
    size,
    read(offset, into) {
      const count = available(size, offset, into.length);
      const part = new Uint8Array(load(offset, offset + count));
      // To ffmpeg, less would be the end.
      if (part.length < count) throw unexpectedEnd(source, offset, part.length, count);
      into.set(part);
      return count;
    },
  };
  return blockwise(file, BLOCK_BYTES, BLOCKS_KEPT);
}
