import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LongwaveError } from "../../src/stream/error.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { isBlockEncoding } from "../../src/wav/codec/block-size.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { BLOCK_CODECS, blockBytes, blockFile } from "../helpers/wav-blocks.ts";
import { ascii, chunk, ds64, extensibleBody, formatBody, joined, wavBytes } from "../helpers/wav-chunks.ts";
import { containerBytes, formatSpec, u32In } from "../helpers/wav-containers.ts";
import { recorded } from "../helpers/wav-sources.ts";

/** Of most properties; fewer in pages. */
const { numRuns: USUAL_RUNS = 100 } = fc.readConfigureGlobal();

const AUDIO = Uint8Array.from({ length: 36 }, (_, index) => index * 7);

const list = chunk("LIST", ascii("INFOx"));
const FILES: Readonly<Record<string, Uint8Array>> = {
  "a RIFF file": wavBytes([list, chunk("fmt ", formatBody({ channels: 2 })), chunk("data", AUDIO), list]),
  "a file whose audio comes first": wavBytes([chunk("data", AUDIO), list, chunk("fmt ", formatBody())]),
  "an extensible file": wavBytes([
    chunk("fmt ", extensibleBody({ channels: 3, bits: 24, validBits: 20, mask: 7 })),
    chunk("data", AUDIO),
  ]),
  "an RF64 file": wavBytes(
    [
      ds64(134, 36, [["LIST", 5]]),
      chunk("fmt ", formatBody({ bits: 8 })),
      chunk("data", AUDIO, { size: 0xffff_ffff }),
      chunk("LIST", ascii("INFOx"), { size: 0xffff_ffff }),
    ],
    { magic: "RF64", size: 0xffff_ffff },
  ),
  ...Object.fromEntries(
    (["RIFX", "BW64", "W64"] as const).map((container) => [
      `a ${container} file`,
      containerBytes(container, [
        { id: "LIST", body: ascii("INFOx") },
        formatSpec(container, { channels: 2 }),
        { id: "data", body: AUDIO },
        { id: "fact", body: u32In(container, 9) },
      ]),
    ]),
  ),
  ...Object.fromEntries(
    BLOCK_CODECS.filter(({ channels }) => channels === 1).map((codec) => [
      `a file of ${codec.encoding}`,
      blockFile(codec, blockBytes(codec, 2), { fact: 2 * codec.framesPerBlock }),
    ]),
  ),
};

/**
 * Opens and reads, in both modes: what comes out is a LongwaveError, or a recording within the file whose windows
 * can be read. Anything else, a read outside the file among it, is thrown.
 */
async function attempt(bytes: Uint8Array): Promise<"refused" | "read"> {
  for (const strict of [true, false]) {
    const { source, asked } = recorded(memorySource(bytes));
    try {
      const wav = await openWav(source, { strict });
      expect(asked.length).toBeLessThanOrEqual(8 + wav.chunks.length * 2);
      expect(wav.data.offset + wav.data.size).toBeLessThanOrEqual(bytes.length);
      const { blockAlign, framesPerBlock, encoding } = wav.format;
      expect(wav.frames).toBeLessThanOrEqual(Math.ceil(wav.data.size / blockAlign) * framesPerBlock);
      if (!isBlockEncoding(encoding)) expect(wav.frames * blockAlign).toBe(wav.data.size);
      for (const chunk of wav.chunks) expect(chunk.bodyOffset + chunk.size).toBeLessThanOrEqual(bytes.length);
      for (const start of [0, Math.max(0, wav.frames - 3)]) {
        const planes = Array.from({ length: wav.channels }, () => new Float32Array(4));
        expect(await wav.read(start, planes)).toBe(Math.min(4, wav.frames - start));
      }
      if (strict) expect(wav.warnings).toEqual([]);
      return "read";
    } catch (error) {
      if (!(error instanceof LongwaveError)) throw error;
      expect(error.code).toMatch(/^wav\/[a-z0-9-]+$/);
    }
  }
  return "refused";
}

describe.each(Object.entries(FILES))("%s", (_, bytes) => {
  it("is read", async () => {
    expect(await openWav(memorySource(bytes), { strict: true })).toMatchObject({ warnings: [] });
  });

  it("is read or refused, but does no harm, when it is cut off at any byte", async () => {
    for (let length = 0; length < bytes.length; length++) await attempt(bytes.subarray(0, length));
  });

  it("is read when it is cut off within its audio and its format is there", async () => {
    const {
      data,
      chunks,
      format: { framesPerBlock },
    } = await openWav(memorySource(bytes));
    const format = chunks.find(({ id }) => id === "fmt ")!;
    if (format.offset > data.offset || framesPerBlock > 1) return;
    for (let length = data.offset; length < data.offset + data.size; length++) {
      const { frames, format } = await openWav(memorySource(bytes.subarray(0, length)));
      expect(frames).toBe(Math.floor((length - data.offset) / format.blockAlign));
    }
  });

  it("is read or refused, but does no harm, when some of its bytes are changed", async () => {
    const change = fc.record({
      at: fc.nat(bytes.length - 1),
      value: fc.oneof(fc.constantFrom(0, 0xff, 0x80, 0x20), fc.nat(255)),
    });
    const property = fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 6 }),
      fc.nat(bytes.length),
      async (changes, cut) => {
        const broken = bytes.slice();
        for (const { at, value } of changes) broken[at] = value;
        await attempt(broken);
        await attempt(broken.subarray(0, cut));
      },
    );
    await fc.assert(property, { numRuns: 10 * USUAL_RUNS });
  });

  it("is read or refused, but does no harm, when bytes are put in or taken out", async () => {
    const property = fc.asyncProperty(
      fc.nat(bytes.length),
      fc.nat(12),
      fc.uint8Array({ maxLength: 12 }),
      async (at, taken, put) => {
        await attempt(joined(bytes.subarray(0, at), put, bytes.subarray(at + taken)));
      },
    );
    await fc.assert(property, { numRuns: 5 * USUAL_RUNS });
  });
});
