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
  const file: SyncFile = {
    size: blob.size,
    read(offset, into) {
      try {
        const part = reader.readAsArrayBuffer(blob.slice(offset, offset + into.length));
        into.set(new Uint8Array(part));
        return part.byteLength;
      } catch (cause) {
        const message = `cannot read ${into.length} bytes at offset ${offset} of the blob: it was changed or removed`;
        throw new LongwaveError("stream/blob-unreadable", message, { offset, cause });
      }
    },
  };
  return blockwise(file, BLOCK_BYTES, BLOCKS_KEPT);
}
