import { type ServedEntity, virtualEntity } from "./virtual-entity.ts";
import { ascii, formatBody, joined, u32 } from "./wav-chunks.ts";

export const SAMPLE_RATE = 44_100;
export const BLOCK_ALIGN = 4;
const DATA_BYTES = 4_000_000_000;

/** A recording of 4 GB to be served, in the usual layout: a header of 44 bytes, then audio to the end. */
export function remoteRecording(): ServedEntity {
  const format = formatBody({ channels: 2, sampleRate: SAMPLE_RATE, bits: 16 });
  const header = joined(
    ascii("RIFF"),
    u32(36 + DATA_BYTES),
    ascii("WAVEfmt "),
    u32(format.length),
    format,
    ascii("data"),
    u32(DATA_BYTES),
  );
  const entity = virtualEntity(header.length + DATA_BYTES);
  return {
    ...entity,
    fill(offset, into) {
      entity.fill(offset, into);
      if (offset < header.length) into.set(header.subarray(offset, offset + into.length));
    },
  };
}
