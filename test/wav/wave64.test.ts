import { describe, expect, it } from "vitest";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { encodeWav } from "../../src/wav/encode-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { bytesAt, joined, pattern } from "../helpers/pattern.ts";
import { ascii, formatBody, guid, u32, u64 } from "../helpers/wav-chunks.ts";
import {
  type ChunkSpec,
  chunkIn,
  containerBytes,
  formatSpec,
  wave64Guid,
} from "../helpers/wav-containers.ts";
import { readPlanes, sampleSource } from "../helpers/wav-samples.ts";
import { recorded } from "../helpers/wav-sources.ts";

const format = formatSpec("W64");
const data: ChunkSpec = { id: "data", body: Uint8Array.of(0, 0, 0, 0x40, 0, 0x80) };
const DECODED = Float32Array.of(0, 0.5, -1);

async function opened(bytes: Uint8Array) {
  return openWav(recorded(memorySource(bytes)).source);
}

async function codesOf(bytes: Uint8Array): Promise<string[]> {
  return (await opened(bytes)).warnings.map(({ code }) => code);
}

describe("the GUIDs of Wave64", () => {
  it("that stand for four letters are those letters; LIST has one of its own", async () => {
    const wav = await opened(
      containerBytes("W64", [
        { id: "bext", body: pattern(3) },
        format,
        { id: "LIST", body: ascii("adtl") },
        { id: "list", body: ascii("what") },
        data,
      ]),
    );
    expect(wav.chunks.map(({ id, listType }) => [id, listType])).toEqual([
      ["bext", undefined],
      ["fmt ", undefined],
      ["LIST", "adtl"],
      ["list", undefined],
      ["data", undefined],
    ]);
  });

  it("are written as they are read", async () => {
    const specs = [
      { id: "LIST", body: ascii("INFO") },
      { id: "bext", body: pattern(602) },
    ];
    const wav = await opened(containerBytes("W64", [format, ...specs, data]));
    const clip = clipWav(wav, 0, 3, { container: "W64" });
    expect(await bytesAt(clip, 0, clip.size)).toEqual(containerBytes("W64", [format, ...specs, data]));
  });

  it("that stand for none are given as people write them, and survive a clip, a join and an encoding", async () => {
    const digits = "00112233445566778899aabbccddeeff";
    const bytes = containerBytes("W64", [format, { id: digits, body: ascii("mine") }, data]);
    const wav = await opened(bytes);
    const id = "{33221100-5544-7766-8899-aabbccddeeff}";
    expect(wav.chunks[1]).toMatchObject({ id, size: 4 });
    const options = { container: "W64" } as const;
    for (const file of [
      clipWav(wav, 0, 1, options),
      joinWavs([wav, wav], options),
      encodeWav(
        sampleSource(1, 2),
        { encoding: "pcm", bitsPerSample: 16 },
        { ...options, metadata: wav.metadata },
      ),
    ]) {
      const written = await bytesAt(file, 0, file.size);
      const at = 40 + 40;
      expect(written.subarray(at, at + 28)).toEqual(joined(guid(digits), u64(28), ascii("mine")));
    }
  });

  it("that stand for none have no place in other containers, where they are left out", async () => {
    const unknown = { id: "00112233445566778899aabbccddeeff", body: ascii("mine") };
    const wav = await opened(
      containerBytes("W64", [{ id: "note", body: ascii("kept") }, format, unknown, data]),
    );
    for (const container of ["RIFF", "RF64", "BW64"] as const) {
      const clip = await openWav(clipWav(wav, 0, 1, { container }), { strict: true });
      expect(clip.metadata.map(({ id }) => id)).toEqual(["note"]);
    }
  });
});

describe("chunks of Wave64", () => {
  it("begin at multiples of eight bytes, whatever lies between them", async () => {
    for (let size = 0; size <= 17; size++) {
      for (const padding of [0, 0xff, 0x64]) {
        const wav = await opened(
          containerBytes("W64", [{ id: "note", body: pattern(size), padding }, format, data]),
        );
        expect(wav.warnings.map(({ code }) => code)).toEqual(
          padding === 0 || size % 8 === 0 ? [] : ["wav/padding"],
        );
        expect(wav.chunks[1]?.offset).toBe(64 + Math.ceil(size / 8) * 8);
        expect(await readPlanes(wav)).toEqual([DECODED]);
      }
    }
  });

  it("are found without padding before them too, with a warning", async () => {
    const parts = [chunkIn("W64", { id: "bext", body: pattern(16) }), chunkIn("W64", data)];
    const unpadded = joined(wave64Guid("fmt "), u64(24 + 18), formatBody(), Uint8Array.of(0, 0), ...parts);
    const bytes = joined(containerBytes("W64", []), unpadded);
    bytes.set(u64(bytes.length), 16);
    expect(await codesOf(bytes)).toEqual(["wav/no-padding"]);
    expect(await readPlanes(await opened(bytes))).toEqual([DECODED]);
  });

  it("may leave the last padding out, counted or not, without a word", async () => {
    const bytes = containerBytes("W64", [format, data]);
    const uncounted = bytes.slice();
    uncounted.set(u64(bytes.length - 2), 16);
    for (const whole of [bytes, uncounted]) {
      for (const cut of [0, 1, 2]) expect(await codesOf(whole.subarray(0, whole.length - cut))).toEqual([]);
    }
  });

  it.each([1, 8, 23])("that say they are smaller than their header (%i bytes) are none", async (size) => {
    const wrong = joined(wave64Guid("note"), u64(size));
    const right = [chunkIn("W64", format), chunkIn("W64", data)];
    const bytes = joined(containerBytes("W64", []), wrong, ...right);
    bytes.set(u64(bytes.length), 16);
    const wav = await opened(bytes);
    expect(wav.warnings.map(({ code, offset, actual }) => [code, offset, actual])).toEqual([
      ["wav/no-chunk", 40, 24],
    ]);
    expect(await readPlanes(wav)).toEqual([DECODED]);
  });
});

describe("a Wave64 of a recorder that was cut off", () => {
  const head = joined(containerBytes("W64", []), chunkIn("W64", format));

  it.each([
    ["0", 0n, "wav/data-size-zero"],
    ["that of its header", 24n, "wav/data-size-zero"],
    ["2^62", 2n ** 62n, "wav/truncated"],
    ["2^64 - 1", 2n ** 64n - 1n, "wav/truncated"],
  ])("has its frames where the size of its audio is %s", async (_, size, code) => {
    const bytes = joined(head, wave64Guid("data"), u64(size), data.body);
    bytes.set(u64(0), 16);
    expect(await codesOf(bytes)).toEqual(["wav/riff-size", code]);
    expect(await readPlanes(await opened(bytes))).toEqual([DECODED]);
  });
});

it("a fact chunk of Wave64 counts in 64 bits, or in 32 where it has no more", async () => {
  for (const [body, declared] of [
    [u64(2n ** 33n + 3n), 2 ** 33 + 3],
    [u64(3), 3],
    [u32(3), 3],
  ] as const) {
    const wav = await opened(containerBytes("W64", [format, { id: "fact", body }, data]));
    expect(wav.declaredFrames).toBe(declared);
    expect(wav.frames).toBe(3);
  }
});
