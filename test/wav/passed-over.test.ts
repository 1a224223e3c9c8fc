import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { failureCode } from "../helpers/failure.ts";
import { bytesAt, joined, pattern } from "../helpers/pattern.ts";
import { ascii, chunk, formatBody, u32, wavBytes } from "../helpers/wav-chunks.ts";
import { CONTAINER_NAMES, chunkIn, containerBytes, formatSpec } from "../helpers/wav-containers.ts";
import { recorded } from "../helpers/wav-sources.ts";

const format = chunk("fmt ", formatBody());
const data = chunk("data", pattern(20));

async function opened(bytes: Uint8Array) {
  return openWav(recorded(memorySource(bytes)).source);
}

async function codesOf(bytes: Uint8Array): Promise<string[]> {
  return (await opened(bytes)).warnings.map(({ code }) => code);
}

describe("junk between chunks", () => {
  it.each([1, 2, 7, 8, 100, 3992, 3996, 3999, 4000, 4001, 8000, 100_001, 1_000_000])(
    "of %i bytes is passed over, with a warning that says so",
    async (length) => {
      const junk = new Uint8Array(length).fill(0x07);
      const wav = await opened(wavBytes([format, junk, data, chunk("LIST", ascii("INFO"))]));
      expect(wav.warnings).toEqual([
        {
          code: "wav/no-chunk",
          message: `expected a chunk at offset 36; ${length} bytes from there on are passed over`,
          offset: 36,
          actual: length,
        },
      ]);
      expect(await bytesAt(wav.source, wav.data.offset, wav.data.size)).toEqual(pattern(20));
      expect(wav.metadata).toHaveLength(1);
    },
  );

  it.each(CONTAINER_NAMES)("is passed over in a %s", async (container) => {
    const parts = [formatSpec(container), { id: "data", body: pattern(20) }];
    const [first, second] = parts.map((part) => chunkIn(container, part));
    const bytes = joined(containerBytes(container, []), first!, new Uint8Array(40), second!);
    const wav = await opened(bytes);
    expect(wav.warnings.map(({ code }) => code)).toContain("wav/no-chunk");
    expect(await bytesAt(wav.source, wav.data.offset, wav.data.size)).toEqual(pattern(20));
  });

  it("that has the letters of a chunk and no room for its size is junk all the same", async () => {
    const junk = joined(new Uint8Array(3), ascii("data"), u32(2 ** 31), new Uint8Array(5));
    const wav = await opened(wavBytes([format, junk, data]));
    expect(await bytesAt(wav.source, wav.data.offset, wav.data.size)).toEqual(pattern(20));
  });

  it("of more than a megabyte ends the search", async () => {
    const junk = new Uint8Array(2 ** 20 + 10_000).fill(7);
    expect(await failureCode(opened(wavBytes([format, junk, data])))).toBe("wav/no-data-chunk");
  });

  it("behind the audio hides the chunks behind it from nobody", async () => {
    const wav = await opened(wavBytes([format, data, new Uint8Array(30), chunk("bext", pattern(602))]));
    expect(wav.metadata.map(({ id }) => id)).toEqual(["bext"]);
  });
});

describe("a size that hides the chunks which a file must have", () => {
  it("is one that they are found behind", async () => {
    const list = chunk("LIST", ascii("INFO"), { size: 100_000 });
    const bytes = wavBytes([format, list, data]);
    const wav = await opened(bytes);
    expect(wav.warnings).toEqual([
      {
        code: "wav/size-hides-chunks",
        message:
          'the "LIST" chunk at offset 36 claims 100000 bytes; the file has 32 more, and the next chunk begins at offset 48',
        offset: 40,
        actual: 100_000,
        expected: 4,
      },
    ]);
    expect(wav.frames).toBe(10);
  });

  it.each([2 ** 31, 0xffff_fff8, 0xffff_fffe])("whatever 32 bits make of it: %i", async (size) => {
    for (const order of [
      [chunk("JUNK", new Uint8Array(8), { size }), format, data],
      [format, chunk("JUNK", new Uint8Array(8), { size }), data],
      [data, chunk("JUNK", new Uint8Array(8), { size }), format],
    ]) {
      const wav = await opened(wavBytes(order));
      expect(wav.frames).toBe(10);
      expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/size-hides-chunks"]);
    }
  });

  it("is taken for a cut where both have been found", async () => {
    const bytes = wavBytes([
      format,
      data,
      chunk("LIST", ascii("INFO"), { size: 5000 }),
      chunk("cue ", u32(0)),
    ]);
    expect(await codesOf(bytes)).toEqual(["wav/truncated"]);
  });
});

describe("an ID3 tag before the file", () => {
  /** A tag of `size` bytes behind its head: seven bits a byte (ID3v2.4.0, section 6.2). */
  function tag(size: number): Uint8Array {
    const digits = [2 ** 21, 2 ** 14, 2 ** 7, 1].map((unit) => Math.floor(size / unit) % 128);
    return joined(ascii("ID3"), Uint8Array.of(4, 0, 0, ...digits), new Uint8Array(size));
  }

  it.each(CONTAINER_NAMES)(
    "of a %s is passed over, and offsets count from the very start",
    async (container) => {
      const specs = [formatSpec(container), { id: "data", body: pattern(20) }];
      const bare = await opened(containerBytes(container, specs));
      for (const size of [0, 1, 127, 128, 300, 70_001]) {
        const wav = await opened(joined(tag(size), containerBytes(container, specs)));
        expect(wav.warnings).toEqual([
          {
            code: "wav/leading-bytes",
            message: `an ID3 tag of ${size + 10} bytes stands before the file`,
            offset: 0,
            actual: size + 10,
            expected: 0,
          },
        ]);
        expect(wav.data).toEqual({ offset: bare.data.offset + size + 10, size: 20 });
        const [clip, expected] = [clipWav(wav, 3), clipWav(bare, 3)];
        expect(await bytesAt(clip, 0, clip.size)).toEqual(await bytesAt(expected, 0, expected.size));
      }
    },
  );

  it("does not make a WAV file of an MP3 file, nor of what is cut off", async () => {
    const bytes = joined(tag(50), wavBytes([format, data]));
    for (const length of [10, 59, 60, 70, 71]) {
      expect(await failureCode(opened(bytes.subarray(0, length)))).toBe("wav/not-wav");
    }
    expect(await failureCode(opened(joined(tag(50), Uint8Array.of(0xff, 0xfb, 0x90, 0x64))))).toBe(
      "wav/not-wav",
    );
  });
});

describe("a chunk before the audio that gives no size", () => {
  it("ends where the next chunk begins", async () => {
    const wav = await opened(wavBytes([format, chunk("LIST", ascii("INFO"), { size: 0xffff_ffff }), data]));
    expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/size-hides-chunks"]);
    expect(await bytesAt(wav.source, wav.data.offset, wav.data.size)).toEqual(pattern(20));
  });
});

describe("a chunk before the audio that is too long, though it ends within the file,", () => {
  it("ends where the next chunk begins", async () => {
    const list = ascii("INFO");
    for (const [first, second] of [
      [format, chunk("LIST", list, { size: 32 })],
      [chunk("LIST", list, { size: 56 }), format],
      [chunk("LIST", list), chunk("fmt ", formatBody({ bits: 8 }), { size: 44 })],
    ]) {
      const wav = await opened(wavBytes([first!, second!, data]));
      expect(wav.warnings.map(({ code }) => code)).toEqual(["wav/size-hides-chunks"]);
      expect(await bytesAt(wav.source, wav.data.offset, wav.data.size)).toEqual(pattern(20));
      expect(wav.chunks.map(({ id }) => id).sort()).toEqual(["LIST", "data", "fmt "]);
    }
  });

  it("is not cut short by what only looks like a chunk, in a file that has its audio", async () => {
    const text = joined(ascii("INFO"), chunk("data", ascii("text")));
    const wav = await opened(wavBytes([format, data, chunk("LIST", text)]));
    expect(wav.warnings).toEqual([]);
    expect(wav.chunks).toHaveLength(3);
  });
});
