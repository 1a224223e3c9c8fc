import { truncate, writeFile } from "node:fs/promises";
import { afterAll, expect, test } from "vitest";
import type { ByteSink } from "../../src/stream/byte-sink.ts";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { fileSource } from "../../src/stream/node/index.ts";
import { transcoder } from "../../src/transcode/node/index.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { framesOf } from "../helpers/audio-sources.ts";
import { tempFolder } from "../helpers/temp-folder.ts";

const { transcode, close } = transcoder();
afterAll(() => close());

const RATE = 48_000;
const CHANNELS = 8;
/** A little more than 2^32 bytes with 16 bits. */
const FRAMES = 268_500_000;
const DATA_BYTES = FRAMES * CHANNELS * 2;

/** The head of a Core Audio file of 16-bit PCM (Apple Core Audio Format Specification 1.0, "Required Chunks"). */
function cafHead(): Uint8Array {
  const head = new Uint8Array(68);
  const view = new DataView(head.buffer);
  const text = (at: number, word: string) => head.set(new TextEncoder().encode(word), at);
  text(0, "caff");
  view.setUint16(4, 1);
  text(8, "desc");
  view.setBigInt64(12, 32n);
  view.setFloat64(20, RATE);
  text(28, "lpcm");
  view.setUint32(36, CHANNELS * 2); // bytes per packet
  view.setUint32(40, 1); // frames per packet
  view.setUint32(44, CHANNELS);
  view.setUint32(48, 16);
  text(52, "data");
  view.setBigInt64(56, BigInt(DATA_BYTES + 4));
  return head;
}

const PAGE = 65_536;
const ZEROS = new Uint8Array(PAGE);

/** Keeps of what it is given all that is not zero. */
function mostlyZeros(): ByteSink & { source(): ByteSource } {
  const pages = new Map<number, Uint8Array>();
  let size = 0;
  const put = (offset: number, bytes: Uint8Array) => {
    for (let done = 0; done < bytes.length; ) {
      const [page, from] = [Math.floor((offset + done) / PAGE), (offset + done) % PAGE];
      const piece = bytes.subarray(done, done + PAGE - from);
      if (pages.has(page) || Buffer.compare(piece, ZEROS.subarray(0, piece.length)) !== 0) {
        const kept = pages.get(page) ?? new Uint8Array(PAGE);
        kept.set(piece, from);
        pages.set(page, kept);
      }
      done += piece.length;
    }
  };
  return {
    async write(bytes) {
      put(size, bytes);
      size += bytes.length;
    },
    async patch(offset, bytes) {
      put(offset, bytes);
    },
    async resize(wanted) {
      size = wanted;
    },
    async close() {},
    async abort() {},
    source: () => ({
      size,
      async read(offset, into) {
        const count = Math.max(0, Math.min(into.length, size - offset));
        for (let n = 0; n < count; n++) {
          into[n] = pages.get(Math.floor((offset + n) / PAGE))?.[(offset + n) % PAGE] ?? 0;
        }
        return count;
      },
    }),
  };
}

test("more than 4 GiB of sound that is no WAV becomes an RF64 file that has all of it, up to the last frame", async () => {
  const path = (await tempFolder()).file("long.caf");
  await writeFile(path, cafHead());
  await truncate(path, 68 + DATA_BYTES - 2 * CHANNELS);
  // The last frame: 1, 2, 3 … 8, big-endian.
  await writeFile(
    path,
    Uint8Array.from({ length: 2 * CHANNELS }, (_, n) => (n % 2) * ((n + 1) / 2)),
    { flag: "a" },
  );
  const sink = mostlyZeros();
  const source = await fileSource(path);
  const { duration, warnings } = await transcode(source, sink, { format: "wav", workers: 1 });
  await source.close?.();
  expect({ frames: Math.round(duration * RATE), warnings }).toEqual({ frames: FRAMES, warnings: [] });
  const wav = await openWav(sink.source(), { strict: true });
  expect(wav).toMatchObject({ container: "RF64", frames: FRAMES, channels: CHANNELS });
  const last = (await framesOf(wav, FRAMES - 2, FRAMES)).map(([silent = -1, loud = -1]) => [
    silent,
    loud * 32_768,
  ]);
  expect(last).toEqual(Array.from({ length: CHANNELS }, (_, channel) => [0, channel + 1]));
});
