import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { describeFormat } from "../../src/wav/format.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { metadataChunk } from "../../src/wav/metadata/metadata-chunk.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt, joined, pattern } from "../helpers/pattern.ts";
import {
  ascii,
  extensibleBody,
  type FormatFields,
  formatBody,
  guid,
  PCM_GUID,
} from "../helpers/wav-chunks.ts";
import { containerBytes, formatSpec, u32In } from "../helpers/wav-containers.ts";
import { readPlanes } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";

async function opened(format: Uint8Array, audio: Uint8Array, container: "RIFF" | "RIFX" = "RIFX") {
  const specs = [
    { id: "fmt ", body: format },
    { id: "data", body: audio },
  ];
  return openWav(recorded(memorySource(containerBytes(container, specs))).source, { strict: true });
}

/** The bytes with those of each sample in the other order. */
function turned(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(bytes, (_, index) => {
    const within = index % width;
    return bytes[index - within + width - 1 - within]!;
  });
}

describe("big-endian samples are read as little-endian ones with their bytes turned around:", () => {
  const fields: FormatFields[] = [
    ...[8, 12, 16, 20, 24, 32, 40, 48, 64].map((bits) => ({ bits })),
    { bits: 24, blockAlign: 8 },
    { bits: 32, tag: 3 },
    { bits: 64, tag: 3 },
    { bits: 16, tag: 3 },
    { bits: 8, tag: 6 },
    { bits: 8, tag: 7 },
  ];

  it.each(fields)("$bits bits, tag $tag", async (given) => {
    const channels = 2;
    const width = (given.blockAlign ?? channels * Math.ceil(given.bits! / 8)) / channels;
    const audio = pattern(width * channels * 20);
    const little = await opened(formatBody({ ...given, channels }), audio, "RIFF");
    const big = await opened(formatBody({ ...given, channels }, false), turned(audio, width));
    expect(big).toMatchObject({ container: "RIFX", format: { ...little.format, bigEndian: true } });
    expect(await readPlanes(big)).toEqual(await readPlanes(little));
    expect(await readPlanes(big, 7, 5)).toEqual(await readPlanes(little, 7, 5));
  });

  it("and reading them does not turn the bytes of the source", async () => {
    const bytes = containerBytes("RIFX", [formatSpec("RIFX"), { id: "data", body: pattern(40) }]);
    const wav = await openWav(memorySource(bytes));
    const first = await readPlanes(wav);
    expect(await readPlanes(wav)).toEqual(first);
    expect(bytes.subarray(-40)).toEqual(pattern(40));
  });
});

describe("an extensible format in a RIFX", () => {
  const audio = Uint8Array.of(0x40, 0, 0x80, 0);
  /** {00000001-0000-0010-8000-00AA00389B71} with its numbers big-endian, as all numbers of a RIFX are. */
  const bigGuid = guid("00000001000000108000" + "00aa00389b71");

  it.each([
    ["big-endian, as the numbers around it", bigGuid],
    ["little-endian, as some write it", PCM_GUID],
  ])("has a GUID that is %s", async (_, subtype) => {
    const wav = await opened(extensibleBody({ mask: 4, validBits: 12, subtype }, false), audio);
    expect(wav.format).toMatchObject({ encoding: "pcm", validBits: 12, channelMask: 4, bigEndian: true });
    expect(await readPlanes(wav)).toEqual([Float32Array.of(0.5, -1)]);
    const clip = clipWav(wav, 0);
    expect((await openWav(clip, { strict: true })).format).toEqual(wav.format);
    expect(await bytesAt(clip, 20, 40)).toEqual(
      extensibleBody({ mask: 4, validBits: 12, subtype: bigGuid }, false),
    );
  });

  it("that is unknown is named as people write it, by the numbers' byte order", async () => {
    const subtype = guid("33221100554477668899aabbccddeeff");
    await expect(opened(extensibleBody({ subtype }, false), audio)).rejects.toMatchObject({
      code: "wav/unsupported-encoding",
      message:
        "the fmt chunk at offset 20 names an unknown subformat: {33221100-5544-7766-8899-aabbccddeeff}",
    });
  });
});

describe("a RIFX", () => {
  it("has metadata with big-endian numbers, which a clip moves and keeps so", async () => {
    const metadata = {
      info: { INAM: "title" },
      cues: { points: [{ id: 1, frame: 10, label: "ten" }] },
      bext: { timeReference: 1000, description: "scene" },
    };
    const chunks = writeMetadata(metadata, { bigEndian: true });
    const specs = chunks.map(({ id, bytes }) => ({ id, body: bytes! }));
    const bytes = containerBytes("RIFX", [...specs, formatSpec("RIFX"), { id: "data", body: pattern(40) }]);
    const wav = await openWav(memorySource(bytes), { strict: true });
    expect(await readMetadata(wav, { strict: true })).toMatchObject(metadata);
    const clip = await openWav(clipWav(wav, 4), { strict: true });
    expect(await readMetadata(clip, { strict: true })).toMatchObject({
      ...metadata,
      cues: { points: [{ id: 1, frame: 6, label: "ten" }] },
      bext: { timeReference: 1004 },
    });
    const title = clip.chunks.find(({ listType }) => listType === "INFO")!;
    expect(await bytesAt(clip.source, title.bodyOffset, 12)).toEqual(
      joined(ascii("INFOINAM"), u32In("RIFX", 6)),
    );
  });

  it("is not joined with a RIFF: that would take turning each sample around", async () => {
    const big = await opened(formatBody({}, false), pattern(4));
    const little = await opened(formatBody(), pattern(4), "RIFF");
    expect(() => joinWavs([little, big])).toThrow(
      expect.objectContaining({
        code: "wav/different-formats",
        message:
          "cannot join part 1 and part 2 without conversion: byte order is little-endian against big-endian",
      }),
    );
  });

  it("says in words that it is big-endian", async () => {
    const wav = await opened(formatBody({}, false), pattern(4));
    expect(describeFormat(wav.format)).toBe("16-bit PCM big-endian, 8000 Hz, 1 channel");
  });

  it("has a chunk written by a function of the caller's as it is", async () => {
    const wav = await opened(formatBody({}, false), pattern(4));
    const own = metadataChunk("mine", ascii("body"));
    const clip = await openWav(clipWav(wav, 0, 1, { metadata: () => [own] }), { strict: true });
    expect(clip.metadata.map(({ id, bytes }) => [id, bytes])).toEqual([["mine", ascii("body")]]);
  });

  it("has no numbers of a little-endian chunk turned around: that is refused, on both sides", async () => {
    const big = await opened(formatBody({}, false), pattern(40));
    const little = await opened(formatBody(), pattern(40), "RIFF");
    const info = { info: { INAM: "Dawn" } };
    const wrong = (wav: typeof big) => writeMetadata(info, { bigEndian: wav === little });
    for (const wav of [big, little]) {
      expect(() => clipWav(wav, 0, 5, { metadata: () => wrong(wav) })).toThrow(
        expect.objectContaining({ code: "wav/bad-metadata" }),
      );
      const right = writeMetadata(info, { bigEndian: wav === big });
      const clip = await openWav(clipWav(wav, 0, 5, { metadata: () => right }));
      expect(await readMetadata(clip)).toEqual(info);
    }
  });

  it("gives its clips' chunks with their byte order, so that no other container takes them", async () => {
    const bytes = writeMetadata({ cues: { points: [{ id: 1, frame: 8 }] } }, { bigEndian: true });
    const big = await openWav(
      clipWav(await opened(formatBody({}, false), pattern(40)), 0, 20, { metadata: () => bytes }),
    );
    const moved = big.metadataOf({ from: 4, to: 12, frames: 20 });
    expect(moved).toHaveLength(1);
    const little = await opened(formatBody(), pattern(40), "RIFF");
    expect(() => clipWav(little, 0, 5, { metadata: () => moved })).toThrow(
      expect.objectContaining({ code: "wav/bad-metadata" }),
    );
  });

  it("is read with a GUID whose tag alone is big-endian, as SoX writes it", async () => {
    const mixed = joined(Uint8Array.of(0, 1), PCM_GUID.subarray(2));
    const wav = await opened(extensibleBody({ subtype: mixed }, false), Uint8Array.of(0x40, 0, 0x80, 0));
    expect(await readPlanes(wav)).toEqual([Float32Array.of(0.5, -1)]);
  });
});
