import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { failure } from "../helpers/failure.ts";
import { ascii, chunk, ds64, formatBody, joined, plainWav, u32, wavBytes } from "../helpers/wav-chunks.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded, virtualByte, virtualSource } from "../helpers/wav-sources.ts";

const GIB = 2 ** 30;
const IN_DS64 = 0xffff_ffff;
const SAMPLES = Uint8Array.of(0, 0, 0, 0x40, 0, 0x80, 0xff, 0x7f);
const DECODED = Float32Array.of(0, 0.5, -1, 32767 / 32768);

async function opened(bytes: Uint8Array) {
  return openWav(recorded(memorySource(bytes)).source);
}

describe("openWav", () => {
  it("tells what a file is and where its parts lie", async () => {
    const wav = await opened(plainWav(SAMPLES, { channels: 2, sampleRate: 44100 }));
    expect(wav).toMatchObject({
      container: "RIFF",
      sampleRate: 44100,
      channels: 2,
      frames: 2,
      duration: 2 / 44100,
      format: { encoding: "pcm", bitsPerSample: 16, validBits: 16, blockAlign: 4 },
      data: { offset: 44, size: 8 },
      warnings: [],
    });
    expect(wav.format).not.toHaveProperty("channelMask");
    expect(wav.chunks).toEqual([
      { id: "fmt ", offset: 12, bodyOffset: 20, size: 16 },
      { id: "data", offset: 36, bodyOffset: 44, size: 8 },
    ]);
  });

  it("finds the format behind other chunks, and behind the audio", async () => {
    const format = chunk("fmt ", formatBody());
    const data = chunk("data", SAMPLES);
    const list = chunk("LIST", ascii("INFOx"));
    for (const order of [
      [list, format, data],
      [data, format],
      [list, data, list, format, list],
    ]) {
      const wav = await opened(wavBytes(order));
      expect(await readPlanes(wav)).toEqual([DECODED]);
      expect(wav.warnings).toEqual([]);
    }
  });

  it("takes an empty recording for one", async () => {
    const wav = await opened(plainWav(new Uint8Array(0)));
    expect(wav).toMatchObject({ frames: 0, duration: 0, warnings: [] });
    const withMore = await opened(
      wavBytes([chunk("fmt ", formatBody()), chunk("data", new Uint8Array(0)), chunk("LIST", ascii("INFO"))]),
    );
    expect(withMore).toMatchObject({ frames: 0, warnings: [] });
  });

  it("accepts a last padding byte that the file's size counts or does not, and warns where it is missing", async () => {
    const odd = plainWav(Uint8Array.of(1, 2, 3), { bits: 8 });
    const uncounted = odd.slice();
    uncounted.set(u32(odd.length - 9), 4);
    for (const bytes of [odd, uncounted]) {
      expect(await opened(bytes)).toMatchObject({ frames: 3, warnings: [] });
      const unpadded = await opened(bytes.subarray(0, -1));
      expect(unpadded).toMatchObject({ frames: 3, warnings: [{ code: "wav/no-padding", offset: 47 }] });
      expect(unpadded.warnings).toHaveLength(1);
    }
  });

  it("closes the source that it was opened from", async () => {
    let closed = 0;
    const source = {
      ...memorySource(plainWav(SAMPLES)),
      close: async () => {
        closed++;
      },
    };
    await (await openWav(source)).close();
    expect(closed).toBe(1);
  });

  it("stops when it is told to", async () => {
    const reason = new Error("enough");
    await expect(
      openWav(memorySource(plainWav(SAMPLES)), { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
  });

  it("says so when the source is shorter than its size", async () => {
    const bytes = plainWav(SAMPLES);
    for (let length = 0; length < bytes.length; length++) {
      const source = { ...memorySource(bytes.subarray(0, length)), size: bytes.length };
      expect((await failure(openWav(source))).code).toBe("stream/unexpected-end");
    }
  });

  it("finds any chunks in any order", async () => {
    const id = fc.string({ unit: fc.constantFrom(..."abcXYZ019 _~!".split("")), minLength: 4, maxLength: 4 });
    const body = fc.uint8Array({ maxLength: 40 });
    const padding = fc.constantFrom(0, 0xff, 0x41);
    const other = fc.record({ id, body, padding });
    const property = fc.asyncProperty(
      fc.array(other, { maxLength: 20 }),
      fc.array(fc.integer({ min: -32768, max: 32767 }), { maxLength: 30 }),
      fc.nat(),
      fc.nat(),
      async (others, samples, formatAt, dataAt) => {
        const audio = new Uint8Array(Int16Array.from(samples).buffer);
        const specs = [...others];
        specs.splice(formatAt % (specs.length + 1), 0, { id: "fmt ", body: formatBody(), padding: 0 });
        specs.splice(dataAt % (specs.length + 1), 0, { id: "data", body: audio, padding: 0 });
        const expected = [];
        let offset = 12;
        for (const spec of specs) {
          expected.push({ id: spec.id, offset, bodyOffset: offset + 8, size: spec.body.length });
          offset += 8 + spec.body.length + (spec.body.length % 2);
        }
        const wav = await opened(
          wavBytes(specs.map((spec) => chunk(spec.id, spec.body, { padding: [spec.padding] }))),
        );
        expect(wav.chunks).toEqual(expected);
        expect(wav.warnings.filter(({ code }) => code !== "wav/padding")).toEqual([]);
        expect(await readPlanes(wav)).toEqual([Float32Array.from(samples, (sample) => sample / 32768)]);
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});

describe("past 4 GiB", () => {
  /** An RF64 whose layout is given; `undefined` sizes are in ds64. */
  function rf64(head: readonly Uint8Array[], dataSize: number, behind: Uint8Array) {
    const headBytes = wavBytes(head, { magic: "RF64", size: IN_DS64 });
    const size = headBytes.length + dataSize + behind.length;
    // The sizes stand in the ds64 chunk, behind its header at offset 12.
    new DataView(headBytes.buffer).setBigUint64(20, BigInt(size - 8), true);
    return {
      dataOffset: headBytes.length,
      size,
      source: virtualSource(size, [
        [0, headBytes],
        [headBytes.length + dataSize, behind],
      ]),
    };
  }

  const bigData = joined(ascii("data"), u32(IN_DS64));

  it("the chunks behind the audio are found, and the last frame is read", async () => {
    const dataSize = 5 * GIB;
    const file = rf64(
      [ds64(0, dataSize), chunk("fmt ", formatBody()), bigData],
      dataSize,
      joined(chunk("LIST", ascii("INFOx")), chunk("bext", new Uint8Array(602))),
    );
    const { source, asked, bytes } = recorded(file.source);
    const wav = await openWav(source);
    expect(wav).toMatchObject({ container: "RF64", frames: dataSize / 2, warnings: [] });
    expect(wav.data).toEqual({ offset: file.dataOffset, size: dataSize });
    const behind = file.dataOffset + dataSize;
    expect(wav.chunks.slice(-2)).toEqual([
      { id: "LIST", listType: "INFO", offset: behind, bodyOffset: behind + 8, size: 5 },
      { id: "bext", offset: behind + 14, bodyOffset: behind + 22, size: 602 },
    ]);
    // One read for the head and one for the tail.
    expect(asked.length).toBeLessThanOrEqual(2);
    expect(bytes()).toBeLessThanOrEqual(2 * 4096);

    const [plane] = await readPlanes(wav, wav.frames - 1);
    const sample = virtualByte(behind - 2) | (virtualByte(behind - 1) << 8);
    expect(plane?.[0]).toBe(((sample << 16) >> 16) / 32768);
  });

  it("a terabyte costs no more than a megabyte", async () => {
    const dataSize = 2 ** 40;
    const file = rf64(
      [ds64(0, dataSize), chunk("fmt ", formatBody({ channels: 2 })), bigData],
      dataSize,
      chunk("LIST", ascii("INFO")),
    );
    const { source, asked } = recorded(file.source);
    const wav = await openWav(source);
    expect(wav).toMatchObject({ frames: 2 ** 38, warnings: [] });
    expect(asked.length).toBeLessThanOrEqual(2);
    asked.length = 0;
    await readPlanes(wav, 2 ** 38 - 100);
    expect(asked).toEqual([[file.dataOffset + dataSize - 400, file.dataOffset + dataSize]]);
  });

  it("chunks other than the audio have their sizes in the table, in whatever order it lists them", async () => {
    const sizes = { aXML: 5 * GIB + 3, LIST: 4 * GIB };
    const dataSize = 4 * GIB + 2;
    for (const table of [Object.entries(sizes), Object.entries(sizes).reverse()]) {
      const sizesChunk = ds64(0, dataSize, [...table, ["zzzz", 1]]);
      const head = wavBytes([sizesChunk, joined(ascii("aXML"), u32(IN_DS64))], {
        magic: "RF64",
        size: IN_DS64,
      });
      // The chunk's size is odd: a padding byte follows.
      const second = joined(Uint8Array.of(0), ascii("LIST"), u32(IN_DS64));
      const secondAt = head.length + sizes.aXML;
      const third = joined(chunk("fmt ", formatBody()), bigData);
      const thirdAt = secondAt + second.length + sizes.LIST;
      const fourth = chunk("note", u32(1));
      const fourthAt = thirdAt + third.length + dataSize;
      const size = fourthAt + fourth.length;
      new DataView(head.buffer).setBigUint64(20, BigInt(size - 8), true);
      const { source, asked } = recorded(
        virtualSource(size, [
          [0, head],
          [secondAt, second],
          [thirdAt, third],
          [fourthAt, fourth],
        ]),
      );
      const wav = await openWav(source);
      expect(wav.warnings).toEqual([]);
      expect(wav.chunks.map(({ id, size }) => [id, size])).toEqual([
        ["ds64", 64],
        ["aXML", sizes.aXML],
        ["LIST", sizes.LIST],
        ["fmt ", 16],
        ["data", dataSize],
        ["note", 4],
      ]);
      expect(wav.data.offset).toBe(thirdAt + third.length);
      expect(asked.length).toBeLessThanOrEqual(5);
    }
  });

  it("two chunks of one name take their sizes from the table in turn", async () => {
    const [first, second] = [ascii("one!"), ascii("second")];
    const chunks = [
      chunk("xtra", first, { size: IN_DS64 }),
      chunk("xtra", second, { size: IN_DS64 }),
      chunk("fmt ", formatBody()),
      chunk("data", SAMPLES, { size: IN_DS64 }),
    ];
    const body = joined(...chunks);
    const sizes = ds64(4 + 60 + body.length, SAMPLES.length, [
      ["xtra", first.length],
      ["xtra", second.length],
    ]);
    const wav = await opened(wavBytes([sizes, ...chunks], { magic: "RF64", size: IN_DS64 }));
    expect(wav.warnings).toEqual([]);
    expect(wav.chunks.map((one) => one.size)).toEqual([52, 4, 6, 16, 8]);
    expect(await readPlanes(wav)).toEqual([DECODED]);
  });

  it("a 32-bit size that is one counts in an RF64 too", async () => {
    const chunks = [chunk("fmt ", formatBody()), chunk("data", SAMPLES)];
    const sizes = ds64(4 + 36 + joined(...chunks).length, 999);
    const wav = await opened(wavBytes([sizes, ...chunks], { magic: "RF64", size: IN_DS64 }));
    const message = "size of the audio at offset 76: expected 999 as in ds64, got 8";
    expect(wav).toMatchObject({ frames: 4, warnings: [{ code: "wav/ds64-size", message }] });
  });

  it("a 32-bit size that contradicts ds64 does not count where that alone leads to the end", async () => {
    const chunks = [chunk("fmt ", formatBody()), chunk("data", SAMPLES, { size: 2 })];
    const sizes = ds64(4 + 36 + joined(...chunks).length, SAMPLES.length);
    const wav = await opened(wavBytes([sizes, ...chunks], { magic: "RF64", size: IN_DS64 }));
    expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/ds64-size"]);
    expect(wav.frames).toBe(4);
  });
});
