import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { memorySink } from "../../../src/stream/memory-sink.ts";
import { fileSource } from "../../../src/stream/node/index.ts";
import { nodePlatform } from "../../../src/transcode/node/platform.ts";
import { makeTranscoder } from "../../../src/transcode/transcoder.ts";
import { sourceOf } from "../../helpers/audio-sources.ts";
import { corrupted, truncated } from "../../helpers/broken-media.ts";
import { madeMedia } from "./made-media.ts";
import { KINDS } from "./media-kinds.ts";
import { testSound } from "./test-sound.ts";

const RATE = 32_000;
/** Three parts of a minute each, and some. */
const SECONDS = 186;

/** Digital silence lies at the joint of the first two of three parts; that of two parts lies in sound. */
const tone = testSound(RATE, 1, 4 * RATE);
const loop = new Float32Array(tone.frames);
const sound = sourceOf({ sampleRate: RATE, channels: 1, frames: SECONDS * RATE }, (frame) => {
  const second = frame / RATE;
  // A slow swell, so that the repeated tone is never the same.
  return second > 58 && second < 66 ? 0 : (loop[frame % tone.frames] ?? 0) * (0.3 + (0.7 * second) / SECONDS);
});

interface Decoded {
  readonly bytes: Uint8Array;
  readonly codes: readonly string[];
  /** How many were started in all. */
  readonly threads: number;
}

/** Claims of kinds of files, by their names in KINDS: however many decoders share the work, they give what one gives. */
export function claimDecodersAgree(ids: readonly string[]): void {
  let threads = 0;
  const tx = makeTranscoder(
    {
      ...nodePlatform,
      startWorker(ears) {
        threads += 1;
        return nodePlatform.startWorker(ears);
      },
    },
    { workers: 3 },
  );
  const folder = mkdtempSync(join(tmpdir(), "longwave-parallel-"));
  afterAll(() => {
    tx.close();
    rmSync(folder, { recursive: true });
  });

  /** Decodes it with so many workers, none of which is there before. */
  async function decoded(bytes: Uint8Array, name: string, workers: number): Promise<Decoded> {
    tx.close();
    threads = 0;
    const sink = memorySink();
    // Several decoders read what workers read themselves.
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const source = await fileSource(path);
    const { warnings } = await tx.transcode(source, sink, { format: "wav", workers });
    await source.close?.();
    return { bytes: sink.bytes(), codes: warnings.map(({ code }) => code), threads };
  }

  describe.each(ids)("%s", (id) => {
    const { name } = KINDS[id]!;
    // AAC's noise is drawn by chance, and comes out otherwise where a decoder begins later; packets of Vorbis are not found to the frame.
    const isSplit = id !== "m4a" && id !== "ogg";
    const extra = id === "m4a" ? ["-movflags", "faststart"] : [];

    test("is decoded to the same bytes by one worker, by two and by three, whole or broken", async () => {
      await tone.read(0, [loop]);
      const whole = await madeMedia(KINDS[id]!, sound, { extra });
      for (const [what, bytes] of [
        ["whole", whole],
        ["corrupt in the middle", corrupted(whole)],
        ["cut off in the second of two parts", truncated(whole, 0.7)],
        ["cut off in the first of two parts", truncated(whole, 0.2)],
      ] as const) {
        const one = await decoded(bytes, name, 1);
        for (const workers of what === "whole" ? [2, 3] : [3]) {
          const several = await decoded(bytes, name, workers);
          expect(Buffer.compare(several.bytes, one.bytes), `${what}, ${workers} workers`).toBe(0);
          expect(several.codes, what).toEqual(one.codes);
          if (what === "whole") expect(several.threads).toBe(isSplit ? workers : 1);
        }
        expect(one.codes.length > 0, what).toBe(what !== "whole");
      }
    });
  });
}
