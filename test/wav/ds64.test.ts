import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { ascii, chunk, ds64, formatBody, joined, u32, u64, wavBytes } from "../helpers/wav-chunks.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded, virtualSource } from "../helpers/wav-sources.ts";

const GIB = 2 ** 30;
const IN_DS64 = 0xffff_ffff;
const SAMPLES = Uint8Array.of(0, 0, 0, 0x40, 0, 0x80, 0xff, 0x7f);
const DECODED = Float32Array.of(0, 0.5, -1, 32767 / 32768);
const format = chunk("fmt ", formatBody());
const data = chunk("data", SAMPLES, { size: IN_DS64 });

/** Opens a file, and tells its frames and the codes of its warnings. */
async function opened(bytes: Uint8Array): Promise<{ plane: Float32Array | undefined; codes: string[] }> {
  const wav = await openWav(recorded(memorySource(bytes)).source);
  const [plane] = await readPlanes(wav);
  return { plane, codes: wav.warnings.map(({ code }) => code) };
}

/** The body of a ds64 chunk of the right sizes for a file of `format` and `data`, `length` bytes of it. */
function sizesOf(length: number): Uint8Array {
  const body = ds64(4 + 8 + length + 24 + 16, 8).subarray(8);
  return chunk("ds64", joined(body, new Uint8Array(Math.max(0, length - 28))).subarray(0, length));
}

describe.each(["RF64", "BW64"])("the ds64 chunk of a %s", (magic) => {
  const file = (...chunks: Uint8Array[]) => wavBytes(chunks, { magic, size: IN_DS64 });

  it("has the sizes of the file and its audio", async () => {
    expect(await opened(file(sizesOf(28), format, data))).toEqual({ plane: DECODED, codes: [] });
  });

  it("may lack the length of its table, or be longer than it", async () => {
    expect(await opened(file(sizesOf(24), format, data))).toEqual({ plane: DECODED, codes: [] });
    expect(await opened(file(sizesOf(100), format, data))).toEqual({ plane: DECODED, codes: [] });
  });

  it("that is too short for the sizes is none", async () => {
    const { plane, codes } = await opened(file(sizesOf(16), format, data));
    expect(plane).toEqual(DECODED);
    expect(codes).toEqual(["wav/no-ds64", "wav/riff-size", "wav/size-unknown"]);
  });

  it("that stands late counts from there on, with a warning", async () => {
    const late = ds64(4 + 36 + 24 + 16, 8);
    for (const chunks of [
      [format, late, data],
      [chunk("JUNK", new Uint8Array(6)), late, format, data],
    ]) {
      const { plane, codes } = await opened(file(...chunks, chunk("LIST", ascii("INFO"))));
      expect(plane).toEqual(DECODED);
      expect(codes[0]).toBe("wav/no-ds64");
      expect(codes).not.toContain("wav/size-unknown");
    }
  });

  it("that says less than there is is believed, and what follows the audio is noted", async () => {
    const short = ds64(4 + 36 + 24 + 16, 4);
    const { plane, codes } = await opened(file(short, format, data));
    expect(plane).toEqual(DECODED.subarray(0, 2));
    expect(codes).toEqual(["wav/trailing-bytes"]);
  });

  it.each([
    ["a byte more than there is", 9n],
    ["2^53 + 1", 2n ** 53n + 1n],
    ["2^63", 2n ** 63n],
    ["2^64 - 1", 2n ** 64n - 1n],
  ])("that claims %s gives what is there", async (_, size) => {
    const { plane, codes } = await opened(file(ds64(4 + 36 + 24 + 16, size), format, data));
    expect(plane).toEqual(DECODED);
    expect(codes).toEqual(["wav/truncated"]);
  });

  it("whose table claims more entries than it has is read as far as it goes", async () => {
    const body = joined(u64(4 + 48 + 24 + 16 + 12), u64(8), u64(0), u32(0xffff_ffff), ascii("note"), u64(4));
    const note = chunk("note", ascii("four"), { size: IN_DS64 });
    expect(await opened(file(chunk("ds64", body), note, format, data))).toEqual({
      plane: DECODED,
      codes: ["wav/ds64-table"],
    });
  });

  it("whose table claims 2^60 bytes for a chunk does not hide the audio behind it", async () => {
    const sizes = ds64(4 + 48 + 24 + 16 + 12, 8, [["note", 2 ** 60]]);
    const note = chunk("note", ascii("four"), { size: IN_DS64 });
    const { plane, codes } = await opened(file(sizes, note, format, data));
    expect(plane).toEqual(DECODED);
    expect(codes).toEqual(["wav/size-hides-chunks"]);
  });

  it("has the number of frames for a fact chunk that refers to it", async () => {
    const adpcm = joined(formatBody({ tag: 0x11, bits: 4, blockAlign: 8 }), Uint8Array.of(2, 0, 9, 0));
    const chunks = [chunk("fmt ", adpcm), chunk("fact", u32(IN_DS64)), chunk("data", new Uint8Array(16))];
    const wav = await openWav(memorySource(file(ds64(0, 16, [], 12), ...chunks)));
    expect(wav).toMatchObject({ declaredFrames: 12, frames: 12 });
  });

  it("is no metadata, and a clip has one of its own or none", async () => {
    const wav = await openWav(memorySource(file(sizesOf(28), format, data)));
    expect(wav.metadata).toEqual([]);
  });

  it("rules 5 GiB of audio and what lies behind them", async () => {
    const dataSize = 5 * GIB;
    const head = file(ds64(0, dataSize), format, joined(ascii("data"), u32(IN_DS64)));
    const tail = chunk("axml", ascii("<x/>"));
    const size = head.length + dataSize + tail.length;
    head.set(u64(size - 8), 20);
    const source = virtualSource(size, [
      [0, head],
      [head.length + dataSize, tail],
    ]);
    const wav = await openWav(recorded(source).source, { strict: true });
    expect(wav).toMatchObject({ container: magic, frames: dataSize / 2 });
    expect(wav.metadata.map(({ id }) => id)).toEqual(["axml"]);
  });
});

describe("a plain RIFF with a ds64 chunk", () => {
  it("whose sizes refer to it is read by it", async () => {
    const sizes = ds64(4 + 36 + 24 + 16, 8);
    expect(await opened(wavBytes([sizes, format, data], { size: IN_DS64 }))).toEqual({
      plane: DECODED,
      codes: [],
    });
  });

  it("whose sizes do not is read by its own", async () => {
    const wrong = ds64(999, 2);
    expect(await opened(wavBytes([wrong, format, chunk("data", SAMPLES)]))).toEqual({
      plane: DECODED,
      codes: [],
    });
  });
});
