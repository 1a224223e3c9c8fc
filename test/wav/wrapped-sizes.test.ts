import { describe, expect, it } from "vitest";
import { openWav } from "../../src/wav/open-wav.ts";
import { ascii, chunk, formatBody, joined, u32, wavBytes } from "../helpers/wav-chunks.ts";
import { recorded, virtualSource } from "../helpers/wav-sources.ts";

const GIB = 2 ** 30;
const WRAP = 2 ** 32;

/** A RIFF with `dataSize` bytes of audio that claims `claimed`, and something behind it. */
function riff(dataSize: number, claimed: number, behind: Uint8Array = new Uint8Array(0)) {
  const head = wavBytes([chunk("fmt ", formatBody()), joined(ascii("data"), u32(claimed))]);
  const end = head.length + dataSize + (dataSize % 2);
  const size = end + behind.length;
  head.set(u32((size - 8) % WRAP), 4);
  return recorded(
    virtualSource(size, [
      [0, head],
      [end, behind],
    ]),
  );
}

describe("a RIFF past 4 GiB, of a recorder that knew of no other container,", () => {
  const list = chunk("LIST", ascii("INFO"));

  it.each([
    ["4 GiB and a bit", WRAP + 1000],
    ["5 GiB", 5 * GIB],
    ["9.5 GiB", 9.5 * GIB],
  ])("has all of its %s: the size that ends with the file counts", async (_, dataSize) => {
    const { source, asked } = riff(dataSize, dataSize % WRAP);
    const wav = await openWav(source);
    expect(wav.data.size).toBe(dataSize);
    const codes = wav.warnings.map(({ code }) => code);
    expect(codes).toContain("wav/size-wrapped");
    expect(asked.length).toBeLessThanOrEqual(6);
  });

  it("has all of it where its size is 0 modulo 2^32", async () => {
    const wav = await openWav(riff(WRAP, 0).source);
    expect(wav.data.size).toBe(WRAP);
  });

  it("has all of it too where chunks follow, which are found", async () => {
    const dataSize = 6 * GIB + 4;
    const { source } = riff(dataSize, dataSize % WRAP, list);
    const wav = await openWav(source);
    expect(wav.data.size).toBe(dataSize);
    expect(wav.metadata.map(({ listType }) => listType)).toEqual(["INFO"]);
    const wrapped = wav.warnings.find(({ code }) => code === "wav/size-wrapped");
    expect(wrapped).toMatchObject({
      message: `the "data" chunk at offset 36 claims ${dataSize % WRAP} bytes, which is ${dataSize} modulo 2^32`,
      offset: 40,
      actual: dataSize % WRAP,
      expected: dataSize,
    });
  });

  it("is believed where a chunk stands behind the size that it claims", async () => {
    const { source } = riff(1000, 1000, joined(list, chunk("JUNK", new Uint8Array(100))));
    const long = { ...source, size: 5 * GIB };
    const head = new Uint8Array(source.size);
    await source.read(0, head);
    const wav = await openWav(virtualSource(long.size, [[0, head]]));
    expect(wav.data.size).toBe(1000);
  });

  it("is believed where none of the sizes that it can stand for ends with anything", async () => {
    const { source } = riff(6 * GIB, 1000);
    const wav = await openWav(source);
    expect(wav.data.size).toBe(1000);
  });

  it("of less than 4 GiB is not asked", async () => {
    const dataSize = WRAP - 100;
    const { source } = riff(dataSize, dataSize);
    expect(await openWav(source, { strict: true })).toMatchObject({ data: { size: dataSize } });
  });
});
