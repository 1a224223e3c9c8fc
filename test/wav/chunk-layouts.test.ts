import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../../src/stream/byte-source.ts";
import { memorySource } from "../../src/stream/memory-source.ts";
import { clipWav } from "../../src/wav/clip-wav.ts";
import { joinWavs } from "../../src/wav/join-wavs.ts";
import type { WavMetadata } from "../../src/wav/metadata/metadata.ts";
import { readMetadata } from "../../src/wav/metadata/read-metadata.ts";
import { writeMetadata } from "../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../src/wav/open-wav.ts";
import { arbitraryCues } from "../helpers/cue-values.ts";
import { bytesAt, pattern } from "../helpers/pattern.ts";
import { ascii, joined } from "../helpers/wav-chunks.ts";
import {
  type AnyContainer,
  type ChunkSpec,
  CONTAINER_NAMES,
  containerBytes,
  firstOffset,
  formatSpec,
  isLittleEndian,
  layoutOf,
} from "../helpers/wav-containers.ts";
import { recorded } from "../helpers/wav-sources.ts";

const FRAMES = 40;

/** Chunks that stay as they are when a recording is cut: unknown ones, lists, texts. */
const anyChunk: fc.Arbitrary<ChunkSpec> = fc.record({
  id: fc.oneof(
    fc.string({ unit: fc.constantFrom(..."abcXYZ019 _~!"), minLength: 4, maxLength: 4 }),
    fc.constantFrom("LIST", "axml", "chna", "inst", "DISP", "_PMX", "note"),
  ),
  body: fc.uint8Array({ maxLength: 40 }),
});
const anyList: fc.Arbitrary<ChunkSpec> = fc
  .tuple(fc.constantFrom("INFO", "exif", "what"), fc.uint8Array({ maxLength: 20 }))
  .map(([type, rest]) => ({ id: "LIST", body: joined(ascii(type), rest) }));
const anyFiller: fc.Arbitrary<ChunkSpec> = fc.record({
  id: fc.constantFrom("JUNK", "junk", "PAD ", "FLLR"),
  body: fc.uint8Array({ maxLength: 60 }),
});

/** The chunks of a file in any order, with one format and one run of audio among them. */
const anyLayout = fc
  .record({
    container: fc.constantFrom(...CONTAINER_NAMES),
    others: fc.array(fc.oneof(anyChunk, anyList, anyFiller), { maxLength: 12 }),
    formatAt: fc.nat(),
    dataAt: fc.nat(),
    bits: fc.constantFrom(8, 16, 24),
  })
  .map(({ container, others, formatAt, dataAt, bits }) => {
    const audio = pattern((FRAMES * bits) / 8);
    const specs = [...others];
    specs.splice(formatAt % (specs.length + 1), 0, formatSpec(container, { bits }));
    specs.splice(dataAt % (specs.length + 1), 0, { id: "data", body: audio });
    return { container, specs, audio, bytes: containerBytes(container, specs) };
  });

async function all(source: ByteSource): Promise<Uint8Array> {
  return bytesAt(source, 0, source.size);
}

/** The chunks that are neither the format nor the audio nor fillers. */
function kept(specs: readonly ChunkSpec[]): Array<[id: string, body: Uint8Array]> {
  const gone = ["fmt ", "data", "JUNK", "junk", "PAD ", "FLLR"];
  return specs.filter(({ id }) => !gone.includes(id)).map(({ id, body }) => [id, body]);
}

async function metadataOf(file: ByteSource): Promise<Array<[id: string, body: Uint8Array]>> {
  const { metadata } = await openWav(file, { strict: true });
  return Promise.all(metadata.map(async ({ id, body }) => [id, await all(body)] as [string, Uint8Array]));
}

function spanIn(frames: number, one: number, other: number): [from: number, to: number] {
  const [a, b] = [one % (frames + 1), other % (frames + 1)];
  return [Math.min(a, b), Math.max(a, b)];
}

describe("whatever the chunks of a file are, and their order,", () => {
  it("those are found that were written, without a warning or a read outside the file", async () => {
    const property = fc.asyncProperty(anyLayout, async ({ container, specs, bytes }) => {
      const wav = await openWav(recorded(memorySource(bytes)).source, { strict: true });
      const { header, alignment } = layoutOf(container);
      let offset = firstOffset(container);
      const expected = specs.map(({ id, body }) => {
        const bodyOffset = offset + header;
        const found = { id, offset, bodyOffset, size: body.length };
        offset = bodyOffset + Math.ceil(body.length / alignment) * alignment;
        const isList = id === "LIST" && body.length >= 4;
        return isList ? { ...found, listType: String.fromCharCode(...body.subarray(0, 4)) } : found;
      });
      expect(wav.chunks.filter(({ id }) => id !== "ds64")).toEqual(expected);
      expect(wav).toMatchObject({ container, frames: FRAMES });
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it("the bytes of those that a cut does not touch are in a clip and in a join as they were", async () => {
    const property = fc.asyncProperty(anyLayout, fc.nat(), fc.nat(), async ({ specs, bytes }, one, other) => {
      const wav = await openWav(memorySource(bytes));
      const [from, to] = spanIn(FRAMES, one, other);
      const expected = kept(specs);
      expect(await metadataOf(memorySource(bytes))).toEqual(expected);
      expect(await metadataOf(clipWav(wav, from, to))).toEqual(expected);
      expect(await metadataOf(clipWav(wav, from, to, { container: wav.container }))).toEqual(expected);
      expect(await metadataOf(joinWavs([wav, wav]))).toEqual(expected);
      expect(await metadataOf(clipWav(wav, from, to, { metadata: "none" }))).toEqual([]);
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it("a clip of a clip is the clip, byte by byte", async () => {
    const spans = fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat());
    const property = fc.asyncProperty(anyLayout, spans, async ({ bytes }, [a, b, c, d]) => {
      const wav = await openWav(memorySource(bytes));
      const [from, to] = spanIn(FRAMES, a, b);
      const [innerFrom, innerTo] = spanIn(to - from, c, d);
      const inner = clipWav(await openWav(clipWav(wav, from, to)), innerFrom, innerTo);
      expect(await all(inner)).toEqual(await all(clipWav(wav, from + innerFrom, from + innerTo)));
    });
    await fc.assert(property, { numRuns: 200 });
  });

  it("a join of clips that tile a file has its audio", async () => {
    const cuts = fc.array(fc.nat(FRAMES), { maxLength: 6 });
    const property = fc.asyncProperty(anyLayout, cuts, async ({ bytes, audio }, given) => {
      const wav = await openWav(memorySource(bytes));
      const ends = [0, ...given, FRAMES].sort((a, b) => a - b);
      const clips = ends.slice(1).map((end, index) => openWav(clipWav(wav, ends[index]!, end)));
      const join = await openWav(joinWavs(await Promise.all(clips)), { strict: true });
      expect(await bytesAt(join.source, join.data.offset, join.data.size)).toEqual(audio);
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

describe("whatever cue points, regions, loops and times a file has,", () => {
  const sampler = { manufacturer: 0, product: 0, samplePeriod: 0, unityNote: 60, pitchFraction: 0 };
  const smpte = { smpteFormat: 0, smpteOffset: 0 };
  const loop = fc.tuple(fc.nat(FRAMES - 1), fc.nat(FRAMES - 1)).map(([one, other]) => ({
    ...{ id: 0, type: "forward" as const, fraction: 0, playCount: 0 },
    start: Math.min(one, other),
    end: Math.max(one, other),
  }));
  const anyMetadata = fc.record(
    {
      info: fc.constant({ INAM: "title" }),
      bext: fc.record({ description: fc.constant("scene"), timeReference: fc.nat(2 ** 31) }),
      cues: arbitraryCues(fc.nat(FRAMES + 5)),
      sampler: fc.array(loop, { maxLength: 3 }).map((loops) => ({ ...sampler, ...smpte, loops })),
    },
    { requiredKeys: [] },
  );

  function fileWith(container: AnyContainer, metadata: WavMetadata): Uint8Array {
    const chunks = writeMetadata(metadata, { bigEndian: !isLittleEndian(container) });
    const specs = chunks.map(({ id, bytes }) => ({ id, body: bytes! }));
    return containerBytes(container, [
      ...specs,
      formatSpec(container),
      { id: "data", body: pattern(2 * FRAMES) },
    ]);
  }

  it("a clip of a clip is the clip", async () => {
    const property = fc.asyncProperty(
      fc.constantFrom(...CONTAINER_NAMES),
      anyMetadata,
      fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()),
      async (container, metadata, [a, b, c, d]) => {
        const wav = await openWav(memorySource(fileWith(container, metadata as WavMetadata)), {
          strict: true,
        });
        const [from, to] = spanIn(FRAMES, a, b);
        const [innerFrom, innerTo] = spanIn(to - from, c, d);
        const inner = clipWav(await openWav(clipWav(wav, from, to)), innerFrom, innerTo);
        const clip = clipWav(wav, from + innerFrom, from + innerTo);
        const [found, expected] = await Promise.all(
          [inner, clip].map(async (file) => readMetadata(await openWav(file))),
        );
        expect(found).toEqual(expected);
        expect(await all(inner)).toEqual(await all(clip));
      },
    );
    await fc.assert(property, { numRuns: 300 });
  });
});
