import assert from "node:assert/strict";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { recorded } from "../helpers/wav-sources.ts";
import { withMemoryFor } from "./allocations.ts";
import { attempt } from "./attempt.ts";

/** Any bytes open as a file whose parts lie within them, or are refused; strictly, only without an oddity. */
export async function fuzz(bytes: Uint8Array): Promise<void> {
  const { source, asked } = recorded(memorySource(bytes));
  const open = (strict: boolean) =>
    withMemoryFor(bytes.length, () => attempt(() => openWav(source, { strict })));

  const wav = await open(false);
  // A chunk has a header of 8 bytes at least, and each costs a few reads at most.
  assert.ok(
    asked.length <= 16 + bytes.length / 2,
    `opening ${bytes.length} bytes took ${asked.length} reads`,
  );
  const strict = await open(true);
  assert.equal(
    strict !== undefined,
    wav?.warnings.length === 0,
    "strictness refuses what has a warning, and no more",
  );
  if (wav === undefined) return;

  for (const { id, bodyOffset, size } of wav.chunks) {
    assert.ok(
      bodyOffset >= 8 && size >= 0 && bodyOffset + size <= bytes.length,
      `${id} lies outside of the file`,
    );
  }
  assert.ok(wav.data.offset >= 8 && wav.data.size >= 0);
  assert.ok(wav.data.offset + wav.data.size <= bytes.length, "the audio lies outside of the file");
  assert.ok(wav.channels >= 1 && wav.sampleRate > 0 && Number.isSafeInteger(wav.frames) && wav.frames >= 0);
  // GSM 6.10, the densest, has 320 samples in 65 bytes.
  assert.ok(wav.frames * wav.channels <= 8 * wav.data.size, `${wav.frames} frames in ${wav.data.size} bytes`);
}
