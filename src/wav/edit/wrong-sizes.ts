/** What tells of a chunk whose size is not the one that its header says: `repairWav` puts it right. */
export const WRONG_CHUNK_SIZES: readonly string[] = [
  "wav/size-unknown",
  "wav/size-wrapped",
  "wav/ds64-size",
  "wav/size-hides-chunks",
  "wav/data-size-zero",
  "wav/truncated",
];
