import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryFile } from "../../../src/stream/memory-file.ts";
import { editWav } from "../../../src/wav/edit/edit-wav.ts";
import { withMetadata } from "../../../src/wav/edit/with-metadata.ts";
import { encodeWav } from "../../../src/wav/encode-wav.ts";
import type { TypedMetadata, WavMetadata } from "../../../src/wav/metadata/metadata.ts";
import { type MetadataChunk, metadataChunk } from "../../../src/wav/metadata/metadata-chunk.ts";
import { readMetadata } from "../../../src/wav/metadata/read-metadata.ts";
import type { TextEncoding } from "../../../src/wav/metadata/text.ts";
import { writeMetadata } from "../../../src/wav/metadata/write-metadata.ts";
import { openWav } from "../../../src/wav/open-wav.ts";
import { thrownBy } from "../../helpers/metadata-body.ts";
import { bytesAt } from "../../helpers/pattern.ts";
import { ascii } from "../../helpers/wav-chunks.ts";
import { sampleSource } from "../../helpers/wav-samples.ts";

function read(metadata: readonly MetadataChunk[]): Promise<WavMetadata> {
  return readMetadata({ metadata, format: {} });
}

/** Kinds whose chunks make up one value, all that can be read. */
const TOGETHER = ["info", "cues"];

/** A value of every kind, in ASCII, which has this number in it. */
function valuesWith(number: number): Required<TypedMetadata> {
  const text = String(number);
  return {
    bext: { description: text, timeReference: number, codingHistory: text },
    cart: { title: text, postTimers: [{ usage: "SEG1", frame: number }], tagText: text },
    info: { INAM: text, IART: text },
    cues: { points: [{ id: number, frame: number, label: text, region: { frames: 1, purpose: "rgn " } }] },
    sampler: {
      manufacturer: number,
      product: 0,
      samplePeriod: 0,
      unityNote: 60,
      pitchFraction: 0,
      smpteFormat: 0,
      smpteOffset: 0,
      loops: [{ id: number, type: "forward", start: 0, end: number, fraction: 0, playCount: 0 }],
    },
    instrument: {
      unshiftedNote: number,
      fineTune: 0,
      gain: 0,
      lowNote: 0,
      highNote: 0,
      lowVelocity: 0,
      highVelocity: 0,
    },
    acid: {
      oneShot: false,
      hasRootNote: false,
      stretches: false,
      diskBased: false,
      rootNote: number,
      beats: 4,
      meter: { numerator: 4, denominator: 4 },
      tempo: 120,
    },
    peaks: { version: 1, timestamp: number, channels: [{ value: 1, frame: number }] },
    chna: [{ trackIndex: number, uid: text, trackRef: text, packRef: text }],
    axml: text,
    ixml: text,
    id3: { version: 3, frames: [{ id: "TIT2", kind: "text", values: [text] }] },
  };
}

/** Chunks of few kinds, several of one, and parts of such chunks. */
const chunks: fc.Arbitrary<readonly MetadataChunk[]> = fc
  .subarray(Object.keys(valuesWith(1)) as (keyof TypedMetadata)[], { minLength: 1, maxLength: 3 })
  .chain((names) => {
    const length = fc.oneof(fc.constant(Number.POSITIVE_INFINITY), fc.nat({ max: 40 }), fc.nat({ max: 700 }));
    const chunk = fc
      .tuple(fc.constantFrom(...names), fc.integer({ min: 1, max: 99 }), fc.array(length, { maxLength: 2 }))
      .map(([name, number, lengths]) =>
        writeMetadata({ [name]: valuesWith(number)[name] }).map(({ id, bytes = new Uint8Array(0) }, index) =>
          metadataChunk(id, bytes.slice(0, lengths[index])),
        ),
      );
    return fc.array(chunk, { maxLength: 6 }).map((lists) => lists.flat());
  });

describe("metadata that is read and written", () => {
  it("has all that was there, as values or as the chunks that it was, whatever can be read of them", async () => {
    const property = fc.asyncProperty(chunks, async (given) => {
      const { others = [], ...typed } = await read(given);
      // By itself, each chunk says which kind it can be read as.
      const kinds = await Promise.all(
        given.map(async (chunk) => Object.keys(await read([chunk])).find((name) => name !== "others")),
      );
      const leftOver = given.filter((_, index) => {
        const kind = kinds[index];
        return kind === undefined || (!TOGETHER.includes(kind) && kinds.indexOf(kind) !== index);
      });
      expect(others).toHaveLength(leftOver.length);
      others.forEach((chunk, index) => void expect(chunk).toBe(leftOver[index]));

      const { others: othersAgain = [], ...again } = await read(writeMetadata({ ...typed, others }));
      // No points are no chunk.
      const { cues, ...rest } = typed;
      const hasCues = cues && (cues.points.length > 0 || cues.others);
      // A body that was too short is written in full, and says more then.
      expect(again).toMatchObject(hasCues ? typed : rest);
      expect(othersAgain).toHaveLength(others.length);
      othersAgain.forEach((chunk, index) => void expect(chunk).toBe(others[index]));
    });
    await fc.assert(property, { numRuns: 300 });
  });

  it("is out of the first chunk of a kind that can be read", async () => {
    const broken = metadataChunk("inst", new Uint8Array(3));
    const [first, second] = [60, 61].map((note) => {
      const instrument = { ...valuesWith(1).instrument, unshiftedNote: note };
      return writeMetadata({ instrument })[0]!;
    });
    const { instrument, others } = await read([broken, first!, second!]);
    expect(instrument?.unshiftedNote).toBe(60);
    expect(others).toEqual([broken, second]);
  });

  it("keeps a chunk of cue points of which nothing can be read, beside one that is read", async () => {
    const broken = metadataChunk("cue ", new Uint8Array(3));
    const junk = metadataChunk("LIST", ascii("adtl\x01\x02"));
    const points = [{ id: 1, frame: 5 }];
    const { cues, others } = await read([broken, ...writeMetadata({ cues: { points } }), junk]);
    expect(cues).toEqual({ points });
    expect(others).toEqual([broken, junk]);
  });

  it("is out of the lists that have texts", async () => {
    const empty = metadataChunk("LIST", ascii("INFO"));
    const info = { INAM: "A title" };
    expect(await read([empty, ...writeMetadata({ info })])).toEqual({ info, others: [empty] });
  });
});

describe("an encoding that is not known", () => {
  const options = { encoding: "latin1" as TextEncoding };
  const expected = {
    code: "options/invalid",
    message:
      "options.encoding, when provided, must be one of auto, utf-8, windows-1252, iso-8859-1, shift_jis, utf-16le, " +
      'utf-16be, got "latin1"',
  };
  const file = encodeWav(sampleSource(1, 10), { encoding: "pcm", bitsPerSample: 16 });

  it("is refused when metadata is read, even where there is none", async () => {
    await expect(readMetadata({ metadata: [], format: {} }, options)).rejects.toMatchObject(expected);
  });

  it("is refused when metadata is written, even where there is none", () => {
    expect(thrownBy(() => writeMetadata({}, options))).toMatchObject(expected);
  });

  it("is refused when a file is edited, and the file stays as it is", async () => {
    const bytes = await bytesAt(file, 0, file.size);
    const edited = memoryFile(bytes.slice());
    const title = () => ({ info: { INAM: "x" } });
    await expect(editWav(edited, title, options)).rejects.toMatchObject(expected);
    expect(await bytesAt(edited, 0, edited.size)).toEqual(bytes);
    await expect(withMetadata(await openWav(file), title, options)).rejects.toMatchObject(expected);
  });
});

it("what would be too large to be read is not written", () => {
  expect(() => writeMetadata({ ixml: "x".repeat(16 * 2 ** 20 + 1) })).toThrow(
    expect.objectContaining({ code: "wav/bad-metadata" }),
  );
});
