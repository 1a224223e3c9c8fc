import { describe, expect, it } from "vitest";
import { memorySink } from "../../src/stream/memory-sink.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { metadataChunk } from "../../src/wav/metadata/metadata-chunk.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { writeWav } from "../../src/wav/write-wav.ts";
import { failureCode } from "../helpers/failure.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { ascii, plainWav } from "../helpers/wav-chunks.ts";
import {
  type AnyContainer,
  CONTAINER_NAMES,
  chunkIn,
  containerBytes,
  firstOffset,
  formatSpec,
  isLittleEndian,
  layoutOf,
  samplesIn,
} from "../helpers/wav-containers.ts";
import { FORMATS, readPlanes, samplePlanes, sampleSource } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";

const SAMPLES = [0, 0x4000, -0x8000, 0x7fff, 1];
const DECODED = Float32Array.from(SAMPLES, (sample) => sample / 0x8000);
const PCM16 = { encoding: "pcm", bitsPerSample: 16 } as const;

async function fileOf(container: AnyContainer, name?: string) {
  const bytes = containerBytes(container, [
    { id: "note", body: ascii("odd") },
    formatSpec(container),
    { id: "LIST", body: ascii("INFO") },
    { id: "data", body: samplesIn(container, SAMPLES) },
    { id: "xtra", body: pattern(9) },
  ]);
  return { bytes, wav: await openWav(recorded(memorySource(bytes, name)).source, { strict: true }) };
}

describe.each(CONTAINER_NAMES)("a %s", (container) => {
  const { header, alignment } = layoutOf(container);
  const isBigEndian = !isLittleEndian(container);

  it("is opened, with its chunks where they are", async () => {
    const { wav } = await fileOf(container);
    expect(wav).toMatchObject({ container, frames: SAMPLES.length, format: { ...PCM16, channels: 1 } });
    expect(wav.format.bigEndian).toBe(isBigEndian ? true : undefined);
    expect(await readPlanes(wav)).toEqual([DECODED]);
    let offset = firstOffset(container);
    const expected = (
      [
        ["note", 3],
        ["fmt ", 16],
        ["LIST", 4],
        ["data", 10],
        ["xtra", 9],
      ] as const
    ).map(([id, size]) => {
      const found = { id, offset, bodyOffset: offset + header, size };
      offset = Math.ceil((offset + header + size) / alignment) * alignment;
      return id === "LIST" ? { ...found, listType: "INFO" } : found;
    });
    expect(wav.chunks.filter(({ id }) => id !== "ds64")).toEqual(expected);
  });

  it("is clipped: by itself into a RIFF, or a RIFX where samples are big-endian, with the same bytes", async () => {
    const { wav } = await fileOf(container);
    const clip = await openWav(clipWav(wav, 1, 4), { strict: true });
    expect(clip.container).toBe(isBigEndian ? "RIFX" : "RIFF");
    expect(await readPlanes(clip)).toEqual([DECODED.subarray(1, 4)]);
    const audio = await bytesAt(clip.source, clip.data.offset, clip.data.size);
    expect(audio).toEqual(samplesIn(container, SAMPLES.slice(1, 4)));
  });

  it("is what a clip becomes that is asked to be one, where the byte order allows it", async () => {
    for (const from of CONTAINER_NAMES) {
      const { wav } = await fileOf(from);
      if (isLittleEndian(from) === isLittleEndian(container)) {
        const clip = await openWav(clipWav(wav, 1, 4, { container }), { strict: true });
        expect(clip.container).toBe(container);
        expect(await readPlanes(clip)).toEqual([DECODED.subarray(1, 4)]);
        expect(clip.metadata.map(({ id }) => id)).toEqual(["note", "LIST", "xtra"]);
      } else {
        expect(() => clipWav(wav, 1, 4, { container })).toThrow(
          expect.objectContaining({ code: "wav/bad-container" }),
        );
      }
    }
  });

  it("is joined with others of its byte order, whatever their containers", async () => {
    const { wav } = await fileOf(container, "one");
    const others = CONTAINER_NAMES.filter((other) => isLittleEndian(other) === isLittleEndian(container));
    const parts = await Promise.all(others.map(async (other) => (await fileOf(other)).wav));
    const join = await openWav(joinWavs([wav, ...parts], { container }), { strict: true });
    expect(join).toMatchObject({ container, frames: (1 + others.length) * SAMPLES.length });
    const [plane] = await readPlanes(join);
    expect(Array.from(plane!)).toEqual([wav, ...parts].flatMap(() => Array.from(DECODED)));
  });

  it.each(FORMATS)("is encoded into, $encoding $bitsPerSample", async (sample) => {
    const file = encodeWav(sampleSource(3, 7), sample, { container });
    const wav = await openWav(recorded(file).source, { strict: true });
    expect(wav).toMatchObject({ container, channels: 3, frames: 7, format: sample });
    expect(await readPlanes(wav)).toEqual(samplePlanes(3, 7));
  });

  it("has right sizes, padding and nothing else", async () => {
    const file = encodeWav(sampleSource(1, 3), PCM16, { container });
    const samples = samplePlanes(1, 3)[0]!.map((value) => value * 0x8000);
    const specs = [formatSpec(container), { id: "data", body: samplesIn(container, [...samples]) }];
    expect(await bytesAt(file, 0, file.size)).toEqual(containerBytes(container, specs, 3));
  });

  it.each(FORMATS)("is written as the audio comes, $encoding $bitsPerSample", async (sample) => {
    const sink = memorySink();
    const writer = await writeWav(sink, { ...sample, channels: 1, sampleRate: 8000 }, { container });
    await writer.write(samplePlanes(1, 5));
    await writer.write(samplePlanes(1, 4, 5));
    await writer.close();
    const wav = await openWav(memorySource(sink.bytes()), { strict: true });
    expect(wav).toMatchObject({ container, frames: 9, format: sample });
    expect(await readPlanes(wav)).toEqual(samplePlanes(1, 9));
  });

  it("keeps the metadata that it is given, in order", async () => {
    const { wav } = await fileOf(container);
    const file = encodeWav(sampleSource(1, 3), PCM16, { container, metadata: wav.metadata });
    const written = await openWav(file, { strict: true });
    expect(written.metadata.map(({ id, bytes }) => [id, bytes])).toEqual(
      wav.metadata.map(({ id, bytes }) => [id, bytes]),
    );
  });

  it("that lacks its last padding has all its frames", async () => {
    const whole = containerBytes(container, [
      formatSpec(container, { bits: 8 }),
      { id: "data", body: pattern(3) },
    ]);
    const wav = await openWav(memorySource(whole.subarray(0, whole.length - (alignment - (3 % alignment)))));
    expect(wav.frames).toBe(3);
  });

  it("is read where chunks stand behind the end that it claims, if the audio is among them", async () => {
    const parts = [formatSpec(container), { id: "data", body: samplesIn(container, SAMPLES) }];
    const empty = containerBytes(container, []);
    const bytes = new Uint8Array([...empty, ...parts.flatMap((part) => [...chunkIn(container, part)])]);
    const wav = await openWav(memorySource(bytes));
    expect(await readPlanes(wav)).toEqual([DECODED]);
    expect(wav.warnings.map(({ code }) => code)).toContain("wav/riff-size");
  });
});

describe("a stream", () => {
  const sink = { write: async () => {}, close: async () => {}, abort: async () => {} };
  const format = { ...PCM16, channels: 1, sampleRate: 8000 };

  it("can be a RIFF or a RIFX", async () => {
    for (const container of ["RIFF", "RIFX"] as const) {
      const pieces: Uint8Array[] = [];
      const keeping = { ...sink, write: async (bytes: Uint8Array) => void pieces.push(bytes.slice()) };
      const writer = await writeWav(keeping, format, { container });
      await writer.write(samplePlanes(1, 5));
      await writer.close();
      const bytes = new Uint8Array(pieces.flatMap((piece) => [...piece]));
      const wav = await openWav(memorySource(bytes));
      expect(wav).toMatchObject({ container, frames: 5 });
      expect(await readPlanes(wav)).toEqual(samplePlanes(1, 5));
    }
  });

  it.each(["RF64", "BW64", "W64"] as const)(
    "cannot be a %s, whose sizes would have to be filled in",
    async (container) => {
      expect(await failureCode(writeWav(sink, format, { container }))).toBe("wav/bad-container");
    },
  );
});

describe("a container that there is none of", () => {
  it("is refused by whatever would write it", async () => {
    const wav = await openWav(memorySource(plainWav(pattern(20))));
    // biome-ignore lint/suspicious/noExplicitAny: what callers without types may write
    for (const container of ["AIFF", "riff", "", "constructor"] as any[]) {
      const refused = expect.objectContaining({ code: "wav/bad-container" });
      expect(() => clipWav(wav, 0, 1, { container })).toThrow(refused);
      expect(() => joinWavs([wav], { container })).toThrow(refused);
      expect(() => encodeWav(sampleSource(1, 1), PCM16, { container })).toThrow(refused);
      const writing = writeWav(memorySink(), { ...PCM16, channels: 1, sampleRate: 8000 }, { container });
      expect(await failureCode(writing)).toBe("wav/bad-container");
    }
  });
});

it("metadata whose identifier is not four printable characters, or that of the audio, is refused", () => {
  for (const id of ["abc", "abcde", "", "ab\0d", "Größ", "{33221100}", "data", "fmt ", "fact", "ds64"]) {
    const metadata = [metadataChunk(id, ascii("body"))];
    expect(() => encodeWav(sampleSource(1, 1), PCM16, { metadata })).toThrow(
      expect.objectContaining({
        code: "wav/bad-metadata",
        message: `expected a chunk identifier of four printable ASCII characters that are no part of the audio, got ${JSON.stringify(id)}`,
      }),
    );
  }
});

it("a RIFX of 4 GiB is refused: its sizes have 32 bits, and nothing else is big-endian", () => {
  const frames = 2 ** 31;
  expect(() => encodeWav({ ...sampleSource(1, 0), frames }, PCM16, { container: "RIFX" })).toThrow(
    expect.objectContaining({
      code: "wav/too-large",
      message: `a RIFX file has sizes of 32 bits; expected less than 4294967296 bytes in all, got ${frames * 2 + 44}`,
    }),
  );
});

it.each(["RF64", "BW64", "W64"] as const)("a %s may be longer than 4 GiB", async (container) => {
  const frames = 3 * 2 ** 30;
  const file = encodeWav({ ...sampleSource(1, frames) }, PCM16, { container });
  const wav = await openWav(recorded(file).source, { strict: true });
  expect(wav).toMatchObject({ container, frames });
  expect(await readPlanes(wav, frames - 3)).toEqual(samplePlanes(1, 3, frames - 3));
});
